/** Web Authentication in the browser: what the server asks for, as base64, and what the authenticator answers. */

/** `known`: which of them the browser is to look for, or not to make twice. */
export interface Asked { challenge: string, party: string, salt: string, known: string[] }
export interface MakeAsked extends Asked { user: string, name: string, algorithms: number[] }
/** `opening`: what opens the account, where the authenticator has a secret for this server. */
export interface Made { client: string, attestation: string, opening?: string }
export interface Shown { credential: string, client: string, data: string, signature: string, user: string, opening?: string }

const TIMEOUT_MS = 120_000

export function hasPasskeys(): boolean { return globalThis.isSecureContext && 'PublicKeyCredential' in globalThis }

/** Undefined where the browser cannot, or its owner does not want. Some authenticators give their secret only when they are asked once more. */
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
            extensions: { prf: { eval: { first: octets(asked.salt) } } },
            timeout: TIMEOUT_MS,
        } }) as PublicKeyCredential | null
        if (!credential) return undefined
        const answer = credential.response as AuthenticatorAttestationResponse
        const { prf } = credential.getClientExtensionResults()
        const secret = prf?.results?.first ?? (prf?.enabled ? await secretOf(credential.rawId, asked) : undefined)
        return { client: base64(answer.clientDataJSON), attestation: base64(answer.attestationObject), ...secret && { opening: await opening(secret, octets(asked.user)) } }
    } catch {
        return undefined
    }
}

/** What it signs is thrown away: only its secret is wanted. */
async function secretOf(id: ArrayBuffer, asked: Asked): Promise<BufferSource | undefined> {
    const credential = await navigator.credentials.get({ publicKey: { challenge: crypto.getRandomValues(new Uint8Array(32)), rpId: asked.party,
        allowCredentials: [{ type: 'public-key', id }], userVerification: 'required', extensions: { prf: { eval: { first: octets(asked.salt) } } }, timeout: TIMEOUT_MS } })
    return (credential as PublicKeyCredential | null)?.getClientExtensionResults().prf?.results?.first
}

/** Undefined as with `made`. */
export async function shown(asked: Asked): Promise<Shown | undefined> {
    try {
        const credential = await navigator.credentials.get({ publicKey: {
            challenge: octets(asked.challenge),
            rpId: asked.party,
            allowCredentials: credentials(asked.known),
            userVerification: 'required',
            extensions: { prf: { eval: { first: octets(asked.salt) } } },
            timeout: TIMEOUT_MS,
        } }) as PublicKeyCredential | null
        if (!credential) return undefined
        const answer = credential.response as AuthenticatorAssertionResponse
        const secret = credential.getClientExtensionResults().prf?.results?.first
        return { credential: base64(credential.rawId), client: base64(answer.clientDataJSON), data: base64(answer.authenticatorData), signature: base64(answer.signature),
            user: answer.userHandle ? base64(answer.userHandle) : '', ...secret && answer.userHandle && { opening: await opening(secret, new Uint8Array(answer.userHandle)) } }
    } catch {
        return undefined
    }
}

/** HKDF (RFC 5869): the authenticator's secret itself stays here. The label's length, the label, the account. */
async function opening(secret: BufferSource, account: Uint8Array): Promise<string> {
    const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
    const label = new TextEncoder().encode('sigillo/v1/passkey')
    const info = new Uint8Array([label.length, ...label, ...account])
    return base64(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info }, key, 256))
}

function credentials(known: string[]): PublicKeyCredentialDescriptor[] { return known.map(id => ({ type: 'public-key', id: octets(id) })) }

function octets(text: string): Uint8Array<ArrayBuffer> { return Uint8Array.from(atob(text), one => one.charCodeAt(0)) }

function base64(octets: BufferSource): string {
    const view = octets instanceof ArrayBuffer ? new Uint8Array(octets) : new Uint8Array(octets.buffer, octets.byteOffset, octets.byteLength)
    return btoa(String.fromCharCode(...view))
}
