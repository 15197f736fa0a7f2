import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { handOver } from '../base/hand-over'
import { decoded } from '../jmap/blobs'
import type { EmailBodyPart } from '../jmap/types'
import type { Messages } from '../text/en'
import { Dialog } from '../ui/dialog'
import type { PartSource } from './part-source'
import { PREVIEW_OCTETS_MAX, previewKind } from './previews'

const TEXT_CHARACTERS_MAX = 500_000
interface Shown { blob: Blob, url?: string, text?: string }

/**
 * A part, looked at: pictures as pictures, all that is text as plain text. A PDF can hold a script, which browsers run
 * with windows of its own over the page that holds it: it is shown by the browser, in a tab that knows nothing of this
 * one.
 */
export function PreviewDialog({ words, source, part, name, onClose }:
    { words: Messages, source: PartSource, part: EmailBodyPart, name: string, onClose: () => void }) {
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
    return <Dialog title={name} close={words.keys.close} onClose={onClose} isWide actions={typeof one === 'object'
        && <button type="button" onClick={() => handOver(one.blob, name)}>{words.reading.saveOne}</button>}>
        <div class="preview" aria-busy={one === undefined}>
            {one === undefined && <p>{words.list.loading}</p>}
            {one === 'failed' && <p role="alert">{words.reading.previewFailed}</p>}
            {typeof one === 'object' && kind === 'image' && <img src={one.url} alt={name} />}
            {typeof one === 'object' && kind === 'pdf' && one.url !== undefined && <>
                <p>{words.reading.pdfApart}</p>
                <p><a href={one.url} target="_blank" rel="noopener noreferrer">{words.reading.openApart}</a></p></>}
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
    const isPdf = (await blob.slice(0, 1024).text()).includes('%PDF-')
    if (kind === 'pdf' && !isPdf) return undefined
    return { blob, url: URL.createObjectURL(blob) }
}
