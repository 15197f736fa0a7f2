import type { Parameters, Stretched } from '../stretch/stretch'

/**
 * What opens the vault of an account: it stays in this browser. `cost`: how a password was stretched for it; `id`: of a
 * passkey.
 */
export interface VaultSecret {
    kind: 'password' | 'passkey'
    secret: Uint8Array<ArrayBuffer>
    cost?: Pick<Parameters, 'salt' | 'memoryKib' | 'passes' | 'lanes'>
    id?: string
}

export function secretOf({ kept }: Stretched, { salt, memoryKib, passes, lanes }: Parameters): VaultSecret {
    return { kind: 'password', secret: kept, cost: { salt, memoryKib, passes, lanes } }
}
