import type { Answered, Asked } from '../src/openpgp/calls'
import { Engine } from '../src/openpgp/engine'
import type { Working } from '../src/openpgp/page'

/** A worker in this thread: what goes in and out is copied, as in a browser. */
export class NearWorker implements Working {
    readonly engine = new Engine()
    onmessage: ((event: MessageEvent<Answered>) => void) | null = null
    onerror: ((event: ErrorEvent) => void) | null = null
    private last: Promise<unknown> = Promise.resolve()

    postMessage(asked: Asked): void {
        const { id, call, with: args } = structuredClone(asked)
        this.last = this.last.then(async () => {
            const work = this.engine[call] as (...all: unknown[]) => Promise<Answered['result']>
            this.onmessage?.({ data: structuredClone({ id, result: await work.apply(this.engine, args) }) } as MessageEvent<Answered>)
        })
    }

    terminate(): void { this.onmessage = null }
}

/** A server's vault of one account, as docs/web.md has it. `bodies`: all that was sent to it. */
export class FakeVault {
    readonly blobs = new Map<string, { version: number, octets: Uint8Array<ArrayBuffer> }>()
    readonly bodies: (string | Uint8Array)[] = []
    readonly calls: string[] = []
    slots: { id: string, kind: string, wrapped: string }[] = []
    version = 0
    pepper = btoa('a pepper of thirty-two octets ..')

    readonly ask = async (path: string, init: RequestInit): Promise<Response> => {
        const { method = 'GET', body } = init
        this.calls.push(`${method} ${path}`)
        if (body) this.bodies.push(body as string | Uint8Array)
        if (path === '/api/vault') return Response.json({ pepper: this.pepper, version: this.version, slots: this.slots,
            blobs: [...this.blobs].map(([name, { version, octets }]) => ({ name, version, size: octets.length })) })
        if (path === '/api/kit' || path === '/api/vault/slots') return this.set(JSON.parse(body as string))
        if (path.startsWith('/api/vault/blobs/')) return this.blob(path.slice('/api/vault/blobs/'.length), method, init)
        return Response.json({}, { status: path === '/api/browser-key' ? 404 : 200 })
    }

    private set(said: { vault?: { slots: FakeVault['slots'], whenVersion: number } }): Response {
        const { slots, whenVersion } = said.vault ?? said as { slots: FakeVault['slots'], whenVersion: number }
        if (whenVersion !== this.version) return Response.json({ error: 'elsewhere' }, { status: 412 })
        this.slots = slots
        return Response.json({ version: ++this.version })
    }

    private blob(name: string, method: string, { body, headers }: RequestInit): Response {
        const there = this.blobs.get(name)
        if (method === 'GET') return there ? new Response(there.octets, { headers: { ETag: `"${there.version}"` } }) : new Response('', { status: 404 })
        if (Number((headers as Record<string, string>)['If-Match']) !== (there?.version ?? 0)) return Response.json({ error: 'elsewhere' }, { status: 412 })
        this.blobs.set(name, { version: (there?.version ?? 0) + 1, octets: new Uint8Array(body as Uint8Array) })
        return Response.json({ version: (there?.version ?? 0) + 1 })
    }
}
