import type { VaultSecret } from './vault-secret'

/** Web Authentication in the browser: what the server asks for, as base64, and what the authenticator answers. */

/** `known`: which of them the browser is to look for, or not to make twice. */
export interface Asked { challenge: string, party: string, salt: string, known: string[] }
export interface MakeAsked extends Asked { user: string, name: string, algorithms: number[] }
/** `opening`: what opens the account, where the authenticator has a secret for this server. */
export interface Made { sent: { client: string, attestation: string, opening?: string }, vault?: VaultSecret }
export interface Shown { sent: { credential: string, client: string, data: string, signature: string, user: string, opening?: string }, vault?: VaultSecret }
/**
 * Of two secrets of an authenticator the first opens the account by the server; the second stays here, and opens the
 * vault.
 */
interface Secrets { first: BufferSource, second?: BufferSource }

const TIMEOUT_MS = 120_000

export function hasPasskeys(): boolean { return globalThis.isSecureContext && 'PublicKeyCredential' in globalThis }

/**
 * Undefined where the browser cannot, or its owner does not want. Some authenticators give their secret only when
 * they are asked once more.
 */
export async function made(asked: MakeAsked): Promise<Made | undefined> {
    try {
        const credential = await navigator.credentials.create({ publicKey: {
            challenge: octets(asked.challenge),
            rp: { id: asked.party, name: asked.party },
            user: { id: octets(asked.user), name: asked.name, displayName: asked.name },
            pubKeyCredParams: asked.algorithms.map(alg => ({ type: 'public-key' as const, alg })),
            excludeCredentials: credentials(asked.known),
            authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
            attestation: 'none',
            extensions: { prf: { eval: await wanted(asked) } },
            timeout: TIMEOUT_MS,
        } }) as PublicKeyCredential | null
        if (!credential) return undefined
        const answer = credential.response as AuthenticatorAttestationResponse
        const { prf } = credential.getClientExtensionResults()
        const secrets = prf?.results ?? (prf?.enabled ? await secretsOf(credential.rawId, asked) : undefined)
        const sent = { client: base64(answer.clientDataJSON), attestation: base64(answer.attestationObject) }
        return secrets ? { sent: { ...sent, opening: await opening(secrets, octets(asked.user)) }, ...await vaultOf(secrets, credential.rawId, octets(asked.user)) } : { sent }
    } catch {
        return undefined
    }
}

/** What it signs is thrown away: only its secrets are wanted. */
async function secretsOf(id: ArrayBuffer, asked: Asked): Promise<Secrets | undefined> {
    const credential = await navigator.credentials.get({ publicKey: { challenge: crypto.getRandomValues(new Uint8Array(32)), rpId: asked.party,
        allowCredentials: [{ type: 'public-key', id }], userVerification: 'required', extensions: { prf: { eval: await wanted(asked) } }, timeout: TIMEOUT_MS } })
    return (credential as PublicKeyCredential | null)?.getClientExtensionResults().prf?.results
}

/** Undefined as with `made`. */
export async function shown(asked: Asked): Promise<Shown | undefined> {
    try {
        const credential = await navigator.credentials.get({ publicKey: {
            challenge: octets(asked.challenge),
            rpId: asked.party,
            allowCredentials: credentials(asked.known),
            userVerification: 'required',
            extensions: { prf: { eval: await wanted(asked) } },
            timeout: TIMEOUT_MS,
        } }) as PublicKeyCredential | null
        if (!credential) return undefined
        const answer = credential.response as AuthenticatorAssertionResponse
        const secrets = credential.getClientExtensionResults().prf?.results
        const user = answer.userHandle && new Uint8Array(answer.userHandle)
        const sent = { credential: base64(credential.rawId), client: base64(answer.clientDataJSON), data: base64(answer.authenticatorData), signature: base64(answer.signature),
            user: user ? base64(user) : '' }
        return secrets && user ? { sent: { ...sent, opening: await opening(secrets, user) }, ...await vaultOf(secrets, credential.rawId, user) } : { sent }
    } catch {
        return undefined
    }
}

/** In a session: that its owner is there. Of its secrets nothing is given. */
export async function shownAgain(asked: Asked): Promise<Omit<Shown['sent'], 'opening'> | undefined> {
    const one = await shown(asked)
    if (!one) return undefined
    const { opening: _, ...sent } = one.sent
    return sent
}

/**
 * The second salt is that of the server with our label; of it an authenticator that knows one secret only gives
 * none.
 */
async function wanted({ salt }: Asked): Promise<AuthenticationExtensionsPRFValues> {
    const label = new TextEncoder().encode('sigillo/v1/vault/passkey')
    return { first: octets(salt), second: await crypto.subtle.digest('SHA-256', new Uint8Array([...label, ...octets(salt)])) }
}

function opening({ first }: Secrets, account: Uint8Array): Promise<string> { return part(first, 'sigillo/v1/passkey', account).then(base64) }

/** The id is that of a slot: credentials may have longer ones. */
async function vaultOf({ second }: Secrets, credential: ArrayBuffer, account: Uint8Array): Promise<{ vault?: VaultSecret }> {
    if (!second) return {}
    const id = base64(await crypto.subtle.digest('SHA-256', credential)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
    return { vault: { kind: 'passkey', secret: new Uint8Array(await part(second, 'sigillo/v1/passkey/slotC', account)), id } }
}

/** HKDF (RFC 5869): the authenticator's secret itself stays here. The label's length, the label, the account. */
async function part(secret: BufferSource, name: string, account: Uint8Array): Promise<ArrayBuffer> {
    const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
    const label = new TextEncoder().encode(name)
    const info = new Uint8Array([label.length, ...label, ...account])
    return crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, 256)
}

function credentials(known: string[]): PublicKeyCredentialDescriptor[] { return known.map(id => ({ type: 'public-key', id: octets(id) })) }

function octets(text: string): Uint8Array<ArrayBuffer> { return Uint8Array.from(atob(text), one => one.charCodeAt(0)) }

function base64(octets: BufferSource): string {
    const view = octets instanceof ArrayBuffer ? new Uint8Array(octets) : new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength)
    return btoa(String.fromCharCode(...view))
}
