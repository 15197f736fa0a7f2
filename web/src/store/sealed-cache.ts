import type { Cache, Row } from './cache'

/** One value, by AES-GCM: what it is the value of is part of the seal, so that none stands in another one's place. */
interface Sealed { iv: Uint8Array<ArrayBuffer>, octets: ArrayBuffer }

const IV_OCTETS = 12

/**
 * A cache of which only ciphertext goes into the browser's storage, as JSON: values, not spaces and keys, which are
 * ids of the
 * server and numbers. What the key does not open is as if it were not there.
 */
export class SealedCache implements Cache {
    constructor(private readonly inner: Cache, private readonly key: CryptoKey) {}

    async read(space: string, keys: string[]): Promise<unknown[]> {
        const values = await this.inner.read(space, keys)
        return Promise.all(values.map((value, i) => this.open(space, keys[i]!, value)))
    }

    async all(space: string): Promise<[string, unknown][]> {
        const rows = await Promise.all((await this.inner.all(space)).map(async ([key, value]) => [key, await this.open(space, key, value)] as [string, unknown]))
        return rows.filter(([, value]) => value !== undefined)
    }

    async write(rows: Row[]): Promise<void> {
        await this.inner.write(await Promise.all(rows.map(async row => row.value === undefined ? row : { ...row, value: await this.seal(row) })))
    }

    clear(space: string): Promise<void> { return this.inner.clear(space) }

    private async seal({ space, key, value }: Row): Promise<Sealed> {
        const iv = crypto.getRandomValues(new Uint8Array(IV_OCTETS))
        const clear = new TextEncoder().encode(JSON.stringify(value))
        return { iv, octets: await crypto.subtle.encrypt(this.how(iv, space, key), this.key, clear) }
    }

    private async open(space: string, key: string, value: unknown): Promise<unknown> {
        const { iv, octets } = (value ?? {}) as Partial<Sealed>
        if (!iv || !octets) return undefined
        try {
            return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(this.how(iv, space, key), this.key, octets)))
        } catch {
            return undefined
        }
    }

    private how(iv: Uint8Array<ArrayBuffer>, space: string, key: string): AesGcmParams {
        return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(JSON.stringify([space, key])) }
    }
}
