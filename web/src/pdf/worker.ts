import 'pdfjs-dist/legacy/build/pdf.worker.mjs'

/** Fonts, tables of characters and decoders, of which a file may need some. Put in by the build. */
declare const PDF_PARTS: string

// The library reads what strangers have written: it gets its own parts, and asks for nothing else, whatever it is told.
const ask = self.fetch.bind(self)
const own = new URL(`${PDF_PARTS}/`, self.location.href).href
self.fetch = (wanted, init) => {
    const url = new URL(wanted instanceof Request ? wanted.url : wanted, self.location.href).href
    return url.startsWith(own) ? ask(url, init) : Promise.reject(new TypeError('not a part of ours'))
}
Response.prototype.bytes ??= async function (this: Response) { return new Uint8Array(await this.arrayBuffer()) }
