import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { handOver } from '../base/hand-over'
import { decoded } from '../jmap/blobs'
import type { EmailBodyPart } from '../jmap/types'
import type { Messages } from '../text/en'
import { Dialog } from '../ui/dialog'
import { later } from '../ui/later'
import type { PartSource } from './part-source'
import { PREVIEW_OCTETS_MAX, previewKind } from './previews'

const PdfPreview = later(() => import('./pdf-preview').then(one => one.PdfPreview))
const AttachedMailView = later(() => import('./attached-mail-view').then(one => one.AttachedMailView))
const TEXT_CHARACTERS_MAX = 500_000
interface Props {
    words: Messages
    source: PartSource
    part: EmailBodyPart
    name: string
    /** Of a link in a message that is looked at. */
    onMailto: (href: string) => void
    onClose: () => void
}
interface Shown { blob: Blob, url?: string, text?: string }

/**
 * A part, looked at: pictures as pictures, all that is text as plain text, PDF by a program of ours that draws its
 * pages. What browsers show PDF with runs the scripts in it, with windows of its own over the page that holds it: that
 * is for a tab which knows nothing of this one.
 */
export function PreviewDialog({ words, source, part, name, onMailto, onClose }: Props) {
    const shown = useSignal<Shown | 'failed' | undefined>(undefined)
    const kind = previewKind(part)
    useEffect(() => {
        let url: string | undefined
        let isOver = false
        void load(source, part).then(one => {
            if (isOver) return
            shown.value = one ?? 'failed'
            url = one?.url
        })
        return () => {
            isOver = true
            if (url) URL.revokeObjectURL(url)
        }
    }, [part])
    const one = shown.value
    return <Dialog title={name} close={words.keys.close} onClose={onClose} isWide actions={typeof one === 'object' && <>
        {kind === 'pdf' && one.url !== undefined && <a href={one.url} target="_blank" rel="noopener noreferrer">{words.reading.openApart}</a>}
        <button type="button" onClick={() => handOver(one.blob, name)}>{words.reading.saveOne}</button></>}>
        <div class="preview" aria-busy={one === undefined}>
            {one === undefined && <p>{words.list.loading}</p>}
            {one === 'failed' && <p role="alert">{words.reading.previewFailed}</p>}
            {typeof one === 'object' && kind === 'image' && <img src={one.url} alt={name} />}
            {typeof one === 'object' && kind === 'pdf' && <PdfPreview words={words} blob={one.blob} />}
            {typeof one === 'object' && kind === 'mail' && <AttachedMailView words={words} blob={one.blob} onMailto={href => {
                onClose()
                onMailto(href)
            }} />}
            {typeof one === 'object' && kind === 'text' && <pre tabIndex={0}>{one.text}</pre>}
        </div>
    </Dialog>
}

async function load(source: PartSource, part: EmailBodyPart): Promise<Shown | undefined> {
    const kind = previewKind(part)
    // what a blob is called is what the browser takes it for: never HTML, whatever the part says
    const type = kind === 'image' ? part.type : kind === 'pdf' ? 'application/pdf' : 'text/plain'
    const got = await source(part, type, PREVIEW_OCTETS_MAX)
    if (!got.ok) return undefined
    const blob = got.value
    if (kind === 'text') return { blob, text: (await decoded(blob, part.charset)).slice(0, TEXT_CHARACTERS_MAX) }
    return kind === 'mail' ? { blob } : { blob, url: URL.createObjectURL(blob) }
}
