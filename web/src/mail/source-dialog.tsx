import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { download } from '../jmap/blobs'
import type { Id } from '../jmap/types'
import type { Messages } from '../text/en'
import { asking } from '../ui/connection'
import { Dialog } from '../ui/dialog'
import { Loading } from '../ui/missing'
import type { Mail } from './model'
import { handOver } from '../base/hand-over'

const OCTETS_MAX = 60_000_000
const CHARACTERS_MAX = 300_000

/** The message as it came. */
export function SourceDialog({ words, mail, id, onClose }: { words: Messages, mail: Mail, id: Id, onClose: () => void }) {
    const source = useSignal<{ blob: Blob, text: string } | 'failed' | undefined>(undefined)
    useEffect(() => {
        let isOver = false
        const stop = asking(() => load(mail, id).then(one => { if (!isOver) source.value = one ?? 'failed' }),
            () => source.peek() === 'failed', window)
        return () => {
            isOver = true
            stop()
        }
    }, [id])
    const one = source.value
    return <Dialog title={words.reading.source} close={words.keys.close} onClose={onClose} isWide actions={typeof one === 'object'
        && <button type="button" onClick={() => handOver(one.blob, words.reading.messageFile)}>{words.reading.saveOne}</button>}>
        <div class="preview">
            {one === undefined && <Loading words={words} />}
            {one === 'failed' && <p role="alert">{words.reading.failed}</p>}
            {typeof one === 'object' && <pre tabIndex={0}>{seen(one.text)}</pre>}
        </div>
    </Dialog>
}

async function load(mail: Mail, id: Id): Promise<{ blob: Blob, text: string } | undefined> {
    const email = await mail.bodies.get(id)
    const got = email && await download(mail.client, email.blobId, 'application/octet-stream', OCTETS_MAX)
    return got?.ok ? { blob: got.value, text: (await got.value.slice(0, CHARACTERS_MAX).text()) } : undefined
}

/**
 * What turns text round or is not seen stands there as its number, so that the source is read as it is; saved, it is
 * as it came.
 */
export function seen(text: string): string {
    return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, one => `‹U+${one.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}›`)
}
