import { startPostgres } from "./postgres-server.js";
const p = await startPostgres();
console.log(p.url);
process.on("SIGTERM", async () => { await p.stop(); process.exit(); });
setInterval(() => {}, 1e6);
