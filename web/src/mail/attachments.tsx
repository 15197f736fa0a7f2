import { useSignal } from '@preact/signals'
import type { EmailBodyPart } from '../jmap/types'
import { inert } from '../text/addresses'
import type { Messages } from '../text/en'
import { sizeText } from '../text/sizes'
import { Icon, IconButton } from '../ui/icons'
import { later } from '../ui/later'
import type { PartSource } from './part-source'
import { isMail, previewKind } from './previews'

const Preview = later(() => import('./preview-dialog').then(one => one.PreviewDialog))

/** `onMailto`: a link in a message that is attached. */
interface Props { words: Messages, source: PartSource, all: EmailBodyPart[], onMailto: (href: string) => void }

/** What a message brings along: looked at here where nothing can come of it, else saved. */
export function Attachments({ words, source, all, onMailto }: Props) {
    const looked = useSignal<EmailBodyPart | undefined>(undefined)
    const isBusy = useSignal(false)
    const failed = useSignal(false)
    const run = async (work: () => Promise<boolean>) => {
        isBusy.value = true
        failed.value = !await work()
        isBusy.value = false
    }
    const names = namesOf(all, words)
    return <section class="attachments" aria-busy={isBusy.value}>
        <h2>{words.reading.attachments(all.length)}</h2>
        {all.length > 1 && <button type="button" class="plain" onClick={() => void run(async () =>
            (await import('./saving')).saveAll(source, all, names, words.reading.attachmentsFile))}>{words.reading.saveAll}</button>}
        {failed.value && <p role="alert">{words.reading.saveFailed}</p>}
        <ul>{all.map((one, i) => <li>
            <button type="button" class="file" disabled={one.blobId === null} onClick={() => {
                if (previewKind(one)) looked.value = one
                else void run(async () => (await import('./saving')).save(source, one, names[i]!))
            }}><Icon path="clip" /> <span class="name">{names[i]}</span> <span class="size">{sizeText(one.size, words)}</span></button>
            <IconButton path="download" name={words.reading.save(names[i]!)}
                onClick={() => void run(async () => (await import('./saving')).save(source, one, names[i]!))} />
        </li>)}</ul>
        {looked.value && <Preview words={words} source={source} part={looked.value} name={names[all.indexOf(looked.value)]!} onMailto={onMailto}
            onClose={() => { looked.value = undefined }} />}
    </section>
}

/** As files may be called: no paths, nothing unseen, none twice. */
export function namesOf(all: readonly EmailBodyPart[], words: Messages): string[] {
    const taken = new Set<string>()
    return all.map(({ name, type }) => {
        const plain = inert(name ?? '').replace(/[/\\:*?"<>|]/g, '_').replace(/^[.\s]+/, '').slice(-120)
            || `${isMail(type) ? words.reading.attached.name : words.reading.unnamed}.${endingOf(type)}`
        let free = plain
        for (let i = 2; taken.has(free.toLowerCase()); i++) free = plain.replace(/(\.[^.]*)?$/, end => ` (${i})${end}`)
        taken.add(free.toLowerCase())
        return free
    })
}

/** What programs know files of some types by; of others, what the type is called. */
const ENDINGS: Record<string, string> = { 'message/rfc822': 'eml', 'message/global': 'eml', 'text/calendar': 'ics', 'text/vcard': 'vcf', 'text/plain': 'txt',
    'text/directory': 'vcf', 'image/jpeg': 'jpg', 'image/svg+xml': 'svg', 'application/octet-stream': 'bin', 'application/gzip': 'gz',
    'application/pgp-keys': 'asc', 'application/pgp-signature': 'asc', 'application/pgp-encrypted': 'txt',
    'message/delivery-status': 'txt', 'text/rfc822-headers': 'txt', 'message/disposition-notification': 'txt' }

function endingOf(type: string): string {
    return ENDINGS[type] ?? ((type.split('/')[1] ?? '').replace(/[^a-z0-9]/gi, '').slice(0, 8) || 'bin')
}
