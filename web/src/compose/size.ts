import type { Client } from '../jmap/client'
import { MAIL, SUBMISSION } from '../jmap/types'
import type { Attached } from './draft'

/** Of a line of base64 in a message, RFC 2045 section 6.8: what is in it, and how long it is with its end. */
const LINE_OCTETS = 57
const LINE_OCTETS_CODED = 78

/** RFC 9422: recipients of one message; undefined where the server says nothing of it. */
export function recipientsMax({ session, accountId }: Client): number | undefined {
    const said = (session.accounts[accountId]?.accountCapabilities ?? {})[SUBMISSION] as Limits | undefined
    const most = said?.submissionExtensions?.['LIMITS']?.find(one => one.startsWith(RECIPIENTS))
    return most === undefined ? undefined : Number(most.slice(RECIPIENTS.length)) || undefined
}

const RECIPIENTS = 'RCPTMAX='

interface Limits { maxSizeAttachmentsPerEmail?: number | null, submissionExtensions?: Record<string, string[]> }

/** What the files of a message may have in all; undefined where the server says nothing of it. In octets. */
export function filesOctetsMax({ session, accountId }: Client): number | undefined {
    const capabilities = session.accounts[accountId]?.accountCapabilities ?? {}
    const said = (name: string) => (capabilities[name] ?? {}) as Limits
    const size = Number(said(SUBMISSION).submissionExtensions?.['SIZE']?.[0])
    const whole = [said(MAIL).maxSizeAttachmentsPerEmail, size].filter((one): one is number => typeof one === 'number' && one > 0)
    return whole.length === 0 ? undefined : Math.floor(Math.min(...whole) / LINE_OCTETS_CODED) * LINE_OCTETS
}

/** Whether the files of a message are more than the server takes in one; those that did not come up are in none. */
export function isTooMuch(client: Client, files: readonly Attached[]): boolean {
    const most = filesOctetsMax(client)
    return most !== undefined && files.filter(one => !one.failed).reduce((sum, one) => sum + weight(one), 0) > most
}

/** Text is not coded, and weighs less. */
function weight({ type, size }: Attached): number {
    return type.startsWith('text/') ? size * LINE_OCTETS / LINE_OCTETS_CODED : size
}
