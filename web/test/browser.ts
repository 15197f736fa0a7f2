import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'

export const CHROMIUM = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome']
    .find(one => one !== undefined && existsSync(one))
/** As serve.mjs and the server have it. */
export const POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    + "img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const HOST = 'app.test'
/** Where the browser itself goes. */
const OF_THE_BROWSER = /(^|\.)(google|googleapis|gstatic|gvt1|googleusercontent)\.com(:\d+)?$/

export interface Looked { result: unknown, strangers: string[] }

/** The page's script, as a browser takes it. `file`: below test/. */
export async function bundled(file: string): Promise<string> {
    const out = await build({ entryPoints: [join('test', file)], bundle: true, write: false, format: 'esm',
        target: 'chrome120',
        jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning' })
    return out.outputFiles[0]!.text
}

/**
 * Runs a script in a real Chromium, which reaches everything by way of a proxy of ours: what it asks of others is seen
 * there, and answered with 204. The script gets /data, and posts what it found to /result.
 */
export async function look(script: string, data: unknown, policy: string | undefined, msMax: number): Promise<Looked> {
    const strangers: string[] = []
    let found!: (result: unknown) => void
    const result = new Promise<unknown>(resolve => { found = resolve })
    const server = createServer((asked, answer) => {
        const url = new URL(asked.url ?? '/', `http://${HOST}`)
        if (url.host !== HOST) {
            if (!OF_THE_BROWSER.test(url.host)) strangers.push(url.href)
            answer.writeHead(204).end()
        } else void own(asked, answer, url.pathname)
    })
    server.on('connect', (asked, socket) => {
        if (!OF_THE_BROWSER.test(asked.url ?? '')) strangers.push(`https://${asked.url}`)
        socket.end('HTTP/1.1 502 No\r\n\r\n')
    })
    async function own(asked: IncomingMessage, answer: ServerResponse, path: string) {
        const headers = policy === undefined ? {} : { 'Content-Security-Policy': policy }
        if (path === '/') answer.writeHead(200, { ...headers, 'Content-Type': 'text/html; charset=utf-8' })
            .end('<!doctype html><meta charset="utf-8"><title>test</title><body><script type="module" src="/script.js"></script>')
        else if (path === '/script.js') answer.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script)
        else if (path === '/data') answer.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(data))
        else if (path === '/result') {
            const pieces: Buffer[] = []
            for await (const piece of asked) pieces.push(piece as Buffer)
            answer.writeHead(204).end()
            found(JSON.parse(Buffer.concat(pieces).toString()))
        } else {
            strangers.push(`own server: ${path}`)
            answer.writeHead(404).end()
        }
    }
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const profile = await mkdtemp(join(tmpdir(), 'sigillo-browser-'))
    const proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const browser = spawn(CHROMIUM!, ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run',
        '--mute-audio',
        '--disable-background-networking', '--disable-component-update', '--disable-default-apps', '--disable-sync',
        '--disable-dev-shm-usage', `--user-data-dir=${profile}`, `--proxy-server=${proxy}`, '--proxy-bypass-list=<-loopback>',
        '--window-size=1000,800', `http://${HOST}/`], { stdio: 'ignore' })
    const timer = setTimeout(() => found('too late'), msMax)
    try {
        return { result: await result, strangers: strangers.filter(one => !one.endsWith('/favicon.ico')) }
    } finally {
        clearTimeout(timer)
        const ended = new Promise(resolve => browser.once('exit', resolve))
        browser.kill('SIGKILL')
        await ended
        server.closeAllConnections()
        server.close()
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
}
