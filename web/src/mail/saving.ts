import { downloadZip } from 'client-zip'
import { handOver } from '../base/hand-over'
import type { EmailBodyPart } from '../jmap/types'
import type { PartSource } from './part-source'

/** In octets: it is held by the browser until it is saved. */
const OCTETS_MAX = 500_000_000
/** What a part says of its type does not count: the browser is to save it, not to show it. */
const TYPE = 'application/octet-stream'

/** Whether it could be had. */
export async function save(source: PartSource, part: EmailBodyPart, name: string): Promise<boolean> {
    const got = await source(part, TYPE, OCTETS_MAX)
    if (got.ok) handOver(got.value, name)
    return got.ok
}

/** All in one file. */
export async function saveAll(source: PartSource, parts: readonly EmailBodyPart[], names: readonly string[], file: string): Promise<boolean> {
    const inputs: { name: string, input: Blob }[] = []
    for (const [i, part] of parts.entries()) {
        const got = part.blobId === null ? undefined : await source(part, TYPE, OCTETS_MAX)
        if (!got?.ok) return false
        inputs.push({ name: names[i]!, input: got.value })
    }
    handOver(await downloadZip(inputs).blob(), file)
    return true
}
