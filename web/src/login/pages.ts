import { fail, ok, type Result } from '../base/result'
import type { Parameters } from '../stretch/stretch'
import type { Stretching } from './account'
import { secretOf, type VaultSecret } from './vault-secret'

export type PagesFailure =
    | { kind: 'signedOut' }
    /** As docs/web.md calls it. `why`: a sentence of the server, for who looks after it. */
    | { kind: 'said', error: string, why?: string }
    /** In seconds; 0 where it was not said. */
    | { kind: 'slowed', after: number }
    | { kind: 'lost' }
    | { kind: 'broken' }

/** `next`: as requests have it. `secret`: in none. */
export interface NextPassword { account: string, next: Omit<Parameters, 'version' | 'account'> & { authenticating: string, opening: string }, secret: VaultSecret }

type Fetch = (url: string, init: RequestInit) => Promise<Response>

/**
 * What an owner does with his account, by the JSON interface of the pages: docs/web.md. The password leaves the
 * browser in no form.
 */
export class Pages {
    /** `signedIn`: the header fields of the session. */
    constructor(readonly address: string, private readonly signedIn: () => Record<string, string>, private readonly stretch: Stretching,
        private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

    get<T>(path: string): Promise<Result<T, PagesFailure>> { return this.ask('GET', path) }

    post<T>(path: string, body: object): Promise<Result<T, PagesFailure>> { return this.ask('POST', path, body) }

    remove<T>(path: string, body: object): Promise<Result<T, PagesFailure>> { return this.ask('DELETE', path, body) }

    /** Of the password what shows who is there; it opens nothing. */
    async proof(password: string): Promise<Result<{ authenticating: string }, PagesFailure>> {
        const made = await this.stretched(password)
        return made.ok ? ok({ authenticating: made.value.authenticating }) : made
    }

    /** The same, and what opens the vault: that stays here. */
    async stretched(password: string): Promise<Result<{ account: string, authenticating: string, secret: VaultSecret }, PagesFailure>> {
        const asked = await this.post<Parameters>('/api/sign-in/parameters', { address: this.address })
        if (!asked.ok) return asked
        const stretched = await this.stretch(password, asked.value)
        return stretched ? ok({ account: asked.value.account, authenticating: stretched.sent.authenticating, secret: secretOf(stretched, asked.value) }) : fail({ kind: 'broken' })
    }

    /** A new password, stretched by a salt of its own: how the server keeps it, and what stays here. */
    async next(password: string): Promise<Result<NextPassword, PagesFailure>> {
        const asked = await this.post<Parameters>('/api/password/parameters', { address: this.address })
        if (!asked.ok) return asked
        const stretched = await this.stretch(password, asked.value)
        if (!stretched) return fail({ kind: 'broken' })
        const { account, salt, memoryKib, passes, lanes } = asked.value
        return ok({ account, next: { salt, memoryKib, passes, lanes, ...stretched.sent }, secret: secretOf(stretched, asked.value) })
    }

    /** For what is asked for with the password. */
    async postWith<T>(path: string, password: string, body: object): Promise<Result<T, PagesFailure>> {
        const proof = await this.proof(password)
        return proof.ok ? this.post(path, { ...body, ...proof.value }) : proof
    }

    private async ask<T>(method: string, path: string, body?: object): Promise<Result<T, PagesFailure>> {
        const headers = { 'Content-Type': 'application/json', ...this.signedIn() }
        const init: RequestInit = { method, headers, credentials: 'same-origin', redirect: 'error', cache: 'no-store' }
        let response: Response
        let json: Record<string, unknown>
        try {
            response = await this.fetch(path, body === undefined ? init : { ...init, body: JSON.stringify(body) })
            json = await response.json() as Record<string, unknown>
        } catch {
            return fail({ kind: 'lost' })
        }
        if (response.ok) return ok(json as T)
        if (response.status === 401) return fail({ kind: 'signedOut' })
        if (response.status === 429) return fail({ kind: 'slowed', after: Number(json['retryAfter'] ?? 0) })
        const why = typeof json['why'] === 'string' ? { why: json['why'] } : {}
        return fail(typeof json['error'] === 'string' ? { kind: 'said', error: json['error'], ...why } : { kind: 'broken' })
    }
}
