import type { OpenedMessage, SignatureState } from '../openpgp/calls'
import { inert } from '../text/addresses'
import { longDate } from '../text/dates'
import type { Messages } from '../text/en'
import type { SealedWords } from '../text/sealed'
import { Icon } from '../ui/icons'

interface Props { words: Messages, own: SealedWords, opened: Pick<OpenedMessage, 'encryption' | 'signature' | 'headers'> & { why?: OpenedMessage['why'] }, from: string[] }

/** How a message was encrypted and signed, and what that means: in the page's own area, where no message can draw. */
export function Protection({ words, own, opened, from }: Props) {
    const { encryption, signature, headers } = opened
    const isBad = signature.kind === 'wrong' || signature.kind === 'otherSender' || encryption === 'partly'
    const inner = headers?.from?.map(one => one.email.toLowerCase()).filter(one => !from.includes(one)) ?? []
    const why = signatureWhy(signature, own, words)
    const isSealed = encryption === 'whole'
    // by the server, or later by its owner: docs/sealing.md, level L2
    const isLater = isSealed && (headers?.fields.some(([name]) => name.toLowerCase() === 'encrypted-at-delivery') ?? false)
    const kind = isLater ? 'later' : encryption
    return <details class={`protection ${isBad || inner.length > 0 ? 'bad' : isSealed && !isLater || signature.kind === 'good' ? 'good' : ''}`}>
        <summary><Icon path={isSealed ? 'lock' : encryption === 'partly' ? 'junk' : 'unlocked'} /> <span>{own.encryption[kind]}</span>
            {!opened.why && <><Icon path={signature.kind === 'good' ? 'check' : signature.kind === 'none' ? 'write' : 'junk'} /> <span>{own.signature[signature.kind]}</span></>}</summary>
        <p>{own.encryptionWhy[kind]}</p>
        {!opened.why && <p>{why}</p>}
        {inner.length > 0 && <p class="warning">{own.innerFrom(inert(inner.join(', ')))}</p>}
        {'fingerprint' in signature && <p class="note">{own.fingerprint}: <code>{grouped(signature.fingerprint)}</code></p>}
    </details>
}

function signatureWhy(signature: SignatureState, own: SealedWords, words: Messages): string {
    const says = own.signatureWhy
    if (signature.kind === 'good') return says.good(longDate(new Date(signature.at).toISOString(), words))
    if (signature.kind === 'otherSender') return says.otherSender(inert(signature.addresses.join(', ')) || grouped(signature.fingerprint))
    return signature.kind === 'unknownKey' ? says.unknownKey(signature.keyId.toUpperCase()) : says[signature.kind]
}

/** As people compare it. */
export function grouped(fingerprint: string): string { return fingerprint.toUpperCase().replace(/.{4}(?!$)/g, '$& ') }
