import type { Post } from "../../instagram/profile.js";
import { postFromEdgeForm } from "./edge-form.js";
import { postFromFlatForm } from "./flat-form.js";

/**
 * Reads the node of a post that Instaloader saved (`instaloader/structures.py`, 4.15): Instagram's edge form, or one that
 * it made up itself around the flat form, which it keeps as `iphone_struct`.
 * @throws SourceError "bad_response".
 */
export function postFromInstaloader(node: Record<string, unknown>): Post {
  const flat = node.iphone_struct as Record<string, unknown> | undefined;
  if (!("taken_at_timestamp" in node) && flat?.code !== undefined) return postFromFlatForm(flat);
  return postFromEdgeForm({
    ...node,
    taken_at_timestamp: node.taken_at_timestamp ?? node.date,
    edge_media_to_caption: node.edge_media_to_caption ?? captionEdges(node.caption),
  });
}

/** Early versions kept the caption as a plain text. */
function captionEdges(caption: unknown): unknown {
  return typeof caption === "string" ? { edges: [{ node: { text: caption } }] } : null;
}
