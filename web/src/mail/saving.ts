import { downloadZip } from 'client-zip'
import { download } from '../jmap/blobs'
import type { Client } from '../jmap/client'
import type { EmailBodyPart } from '../jmap/types'

/** In octets: it is held by the browser until it is saved. */
const OCTETS_MAX = 500_000_000
/** What a part says of its type does not count: the browser is to save it, not to show it. */
const TYPE = 'application/octet-stream'

/** Whether it could be had. */
export async function save(client: Client, part: EmailBodyPart, name: string): Promise<boolean> {
    const got = await download(client, part.blobId!, TYPE, OCTETS_MAX)
    if (got.ok) handOver(got.value, name)
    return got.ok
}

/** All in one file. */
export async function saveAll(client: Client, parts: readonly EmailBodyPart[], names: readonly string[], file: string): Promise<boolean> {
    const inputs: { name: string, input: Blob }[] = []
    for (const [i, part] of parts.entries()) {
        const got = part.blobId === null ? undefined : await download(client, part.blobId, TYPE, OCTETS_MAX)
        if (!got?.ok) return false
        inputs.push({ name: names[i]!, input: got.value })
    }
    handOver(await downloadZip(inputs).blob(), file)
    return true
}

export function handOver(blob: Blob, name: string): void {
    const url = URL.createObjectURL(new Blob([blob], { type: TYPE }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
