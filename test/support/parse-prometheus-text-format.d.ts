declare module "parse-prometheus-text-format" {
  /** Parses families of metrics; the package has no types of its own. */
  export default function parsePrometheusTextFormat(text: string): {
    name: string;
    help: string;
    type: string;
    metrics: { value: string; labels?: Record<string, string> }[];
  }[];
}
