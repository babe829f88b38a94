/** The browser is found at run time; puppeteer's own download fails on closed networks. */
module.exports = { skipDownload: true };
