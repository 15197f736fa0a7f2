import { fail, ok, type Result } from '../base/result'
import type { Parameters, Stretched } from '../stretch/stretch'
import type { Asked as ShowAsked } from './passkeys'
import { secretOf, type VaultSecret } from './vault-secret'

/** Of who is signed in: docs/web.md. The browser has its cookie, which no script sees. */
export interface Session { address: string, token: string, level: string, kitToConfirm: boolean, isWhole: boolean, operator?: boolean }

export type SignInFailure =
    /** Nobody is signed in; address and password do not fit. */
    | { kind: 'refused' }
    /** A passkey shows who is there, and does not open the mail. */
    | { kind: 'passwordNeeded' }
    /** In seconds; 0 where it was not said. */
    | { kind: 'slowed', after: number }
    | { kind: 'lost' }
    | { kind: 'broken' }

/** A code of the second factor is wanted. `wasWrong`: the one before was. */
export interface CodeWanted { continuation: string, wasWrong: boolean }

export type SignedIn = { session: Session } | { codeWanted: CodeWanted }

export type Stretching = (password: string, asked: Parameters) => Promise<Stretched | undefined>
type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** Signing in and out by the JSON interface of the server. The password leaves the browser in no form. */
export class Account {
    private secret: VaultSecret | undefined

    constructor(private readonly stretch: Stretching, private readonly fetch: Fetch = (url, init) => globalThis.fetch(url, init)) {}

    /** What opens the vault of who has just signed in; once. */
    takeSecret(): VaultSecret | undefined {
        const secret = this.secret
        this.secret = undefined
        return secret
    }

    /** Refused where nobody is signed in. */
    async session(): Promise<Result<Session, SignInFailure>> {
        const got = await this.ask('GET', '/api/session')
        return got.ok ? sessionOf(got.value) : got
    }

    /** `stay`: until the day's end, on a device of one's own. */
    async signIn(address: string, password: string, stay: boolean): Promise<Result<SignedIn, SignInFailure>> {
        const asked = await this.ask('POST', '/api/sign-in/parameters', { address })
        if (!asked.ok) return asked
        const stretched = await this.stretch(password, asked.value as Parameters)
        if (!stretched) return fail({ kind: 'broken' })
        this.secret = secretOf(stretched, asked.value as Parameters)
        return this.answer(await this.ask('POST', '/api/sign-in/stretched', { address, ...stretched.sent, stay }))
    }

    async code(continuation: string, code: string, stay: boolean): Promise<Result<SignedIn, SignInFailure>> {
        return this.answer(await this.ask('POST', '/api/sign-in/code', { continuation, code, stay }))
    }

    /** By a passkey; `continuation`: after the password. Undefined where the browser has none to show. */
    async passkey(stay: boolean, continuation?: string): Promise<Result<SignedIn, SignInFailure> | undefined> {
        const { shown } = await import('./passkeys')
        const after = continuation === undefined ? {} : { continuation }
        const asked = await this.ask('POST', '/api/sign-in/passkey/begin', after)
        if (!asked.ok) return asked
        const said = await shown(asked.value as ShowAsked)
        if (!said) return undefined
        // after the password it is a second factor alone
        if (continuation === undefined) this.secret = said.vault
        return this.answer(await this.ask('POST', '/api/sign-in/passkey', { ...said.sent, ...after, stay }))
    }

    async signOut(token: string): Promise<void> { await this.ask('POST', '/api/sign-out', {}, token) }

    private answer(got: Result<unknown, SignInFailure>): Result<SignedIn, SignInFailure> {
        if (!got.ok) {
            this.secret = undefined
            return got
        }
        const { codeWanted } = got.value as { codeWanted?: CodeWanted }
        if (codeWanted) return ok({ codeWanted })
        const session = sessionOf(got.value)
        return session.ok ? ok({ session: session.value }) : session
    }

    private async ask(method: string, path: string, body?: unknown, token?: string): Promise<Result<unknown, SignInFailure>> {
        const headers: Record<string, string> = { 'Content-Type': 'application/json' }
        if (token !== undefined) headers['Sigillo-Token'] = token
        let response: Response
        let json: Record<string, unknown>
        try {
            const init: RequestInit = { method, headers, credentials: 'same-origin', redirect: 'error', cache: 'no-store' }
            response = await this.fetch(path, body === undefined ? init : { ...init, body: JSON.stringify(body) })
            json = await response.json() as Record<string, unknown>
        } catch {
            return fail({ kind: 'lost' })
        }
        if (response.ok || json['codeWanted']) return ok(json)
        if (response.status === 429) return fail({ kind: 'slowed', after: Number(json['retryAfter'] ?? 0) })
        if (json['error'] === 'passwordNeeded') return fail({ kind: 'passwordNeeded' })
        return fail({ kind: response.status === 401 || response.status === 403 ? 'refused' : 'broken' })
    }
}

/** Of an answer that signs in. */
export function sessionOf(json: unknown): Result<Session, SignInFailure> {
    const session = json as Partial<Session> | null
    const isOne = typeof session?.address === 'string' && typeof session.token === 'string'
    return isOne ? ok(session as Session) : fail({ kind: 'broken' })
}
