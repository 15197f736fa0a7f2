import type { Client } from '../jmap/client'

const CERTIFICATES_MAX = 5

/** Those that count for a sender, as this server knows them: who is in its directory, and who has written. */
export async function certificatesFor(client: Client, address: string): Promise<Uint8Array<ArrayBuffer>[]> {
    try {
        const response = await client.http.once(`/api/openpgp/certificates?address=${encodeURIComponent(address)}`, {})
        if (!response.ok) return []
        const { certificates } = await response.json() as { certificates: { certificate: string }[] }
        return certificates.slice(0, CERTIFICATES_MAX).map(one => Uint8Array.from(atob(one.certificate), sign => sign.charCodeAt(0)))
    } catch {
        return []
    }
}
