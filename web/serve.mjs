// For development: serves dist/ and sends what is JMAP's on to a running server, as the server itself will.
//   node serve.mjs https://localhost:9443 [port, else 9080] [--insecure: take any certificate]
import { createServer } from 'node:http'
import { request } from 'node:https'
import { createReadStream, existsSync } from 'node:fs'
import { dirname, extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'

const DIST = join(dirname(fileURLToPath(import.meta.url)), 'dist')
const [to, port = '9080'] = process.argv.slice(2).filter(one => !one.startsWith('--'))
if (!to) throw new Error('Say which server: node serve.mjs https://localhost:9443')
const rejectUnauthorized = !process.argv.includes('--insecure')
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.map': 'application/json' }
/**
 * Frames of mail have this policy and their own: styles of mail are inline, its pictures blobs. Scripts are of here
 * alone.
 */
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    + "img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Of the worker that stretches passwords: it compiles. */
const WORKER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"

/** What is the server's and not the webmail's. */
const PASSED = /^\/(jmap|api|webmail)\/|^\/(\.well-known\/jmap|icon\.svg)$/

function pass(asked, answer) {
    const { host, origin, referer, ...headers } = asked.headers
    const there = new URL(asked.url, to)
    const passed = request(there, { method: asked.method, headers: { ...headers, host: there.host }, rejectUnauthorized },
        response => {
            const isSession = asked.url.startsWith('/.well-known/jmap')
            if (!isSession) {
                answer.writeHead(response.statusCode, response.headers)
                response.pipe(answer)
            } else rewrite(response, answer, there.origin, `http://${host}`)
        })
    passed.on('error', () => answer.headersSent ? answer.destroy() : answer.writeHead(502).end())
    answer.on('close', () => passed.destroy())
    asked.pipe(passed)
}

/** The session has addresses of the server: they are to be ours. */
async function rewrite(response, answer, from, by) {
    const pieces = []
    for await (const piece of response) pieces.push(piece)
    const { 'content-length': _, ...headers } = response.headers
    answer.writeHead(response.statusCode, headers).end(Buffer.concat(pieces).toString().replaceAll(from, by))
}

createServer((asked, answer) => {
    const { pathname } = new URL(asked.url, 'http://localhost')
    if (PASSED.test(pathname)) return pass(asked, answer)
    const file = join(DIST, pathname === '/' ? 'index.html' : normalize(pathname))
    if (!file.startsWith(DIST) || !existsSync(file)) return answer.writeHead(404).end()
    answer.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Security-Policy': /[/\\]worker-[^/\\]*$/.test(file) ? WORKER_POLICY : POLICY })
    return createReadStream(file).pipe(answer)
}).listen(Number(port), '127.0.0.1', () => console.log(`http://localhost:${port} -> ${to}`))
