import { harmless } from '../base/trusted'
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { POLICY } from '../html/document'
import { editable, pasted } from '../html/editing'
import { type Leaving, leaving } from '../html/leaving'
import { SANDBOX } from '../html/sandbox'
import { textOfHtml } from '../html/text'
import type { Messages } from '../text/en'
import { Icon } from '../ui/icons'
import { escaped, SIGNATURE } from './start'

const LOOK = `html { color-scheme: light dark; height: 100%; } body { min-height: 100%; margin: 0; padding: 8px 12px; font: 0.9375rem/1.45 system-ui, sans-serif; outline: none; overflow-wrap: break-word; }
blockquote { margin: 0 0 0 4px; padding-left: 10px; border-left: 2px solid GrayText; } img { max-width: 100%; } p { margin: 0 0 0.6em; } a { color: LinkText; }`

export interface EditorHandle {
    insertImage(blob: Blob, cid: string): void
    /** In the place of the one that is there. */
    sign(html: string): void
}
interface Props {
    words: Messages
    /** As it would leave, or of a stranger: it is cleaned here. */
    html: string
    pictureOf: (cid: string) => Promise<Blob | undefined>
    onChange: (html: Leaving, text: string) => void
    onFiles: (files: File[]) => void
    onKeyDown: (event: KeyboardEvent) => void
    onHandle: (handle: EditorHandle) => void
    hasFocus: boolean
}

/** Text with a form, in a frame as mail is read in: what is quoted may be of a stranger, and has no more power here. */
export function Editor({ words, html, pictureOf, onChange, onFiles, onKeyDown, onHandle, hasFocus }: Props) {
    const frame = useRef<HTMLIFrameElement>(null)
    const first = useRef(harmless(documentOf(editable(html))))
    const callbacks = useRef({ onChange, onFiles, onKeyDown })
    callbacks.current = { onChange, onFiles, onKeyDown }
    const urls = useRef<string[]>([])
    useEffect(() => () => urls.current.splice(0).forEach(one => URL.revokeObjectURL(one)), [])
    const begin = () => {
        const inside = frame.current?.contentDocument
        if (!inside?.body || inside.body.isContentEditable) return
        inside.body.contentEditable = 'true'
        inside.body.setAttribute('role', 'textbox')
        inside.body.setAttribute('aria-multiline', 'true')
        inside.body.setAttribute('aria-label', words.compose.body)
        inside.execCommand('styleWithCSS', false, 'false')
        inside.execCommand('defaultParagraphSeparator', false, 'div')
        listen(inside, () => callbacks.current, () => tell())
        for (const image of inside.querySelectorAll<HTMLImageElement>('img[data-cid]')) {
            void pictureOf(image.getAttribute('data-cid')!).then(blob => { if (blob) image.src = url(blob) })
        }
        onHandle({ insertImage: (blob, cid) => {
            inside.body.focus()
            inside.execCommand('insertHTML', false, harmless(`<img data-cid="${cid}" src="${url(blob)}" alt="">`))
            tell()
        }, sign: signature => {
            const [there, ...more] = inside.querySelectorAll(`.${SIGNATURE}:not(.gmail_quote *, blockquote *, .${SIGNATURE} *)`)
            more.forEach(one => one.remove())
            const holder = inside.createElement('div')
            holder.innerHTML = harmless(editable(signature))
            holder.className = SIGNATURE
            if (there) there.replaceWith(holder)
            else if (signature !== '') (inside.querySelector('.gmail_quote') ?? inside.body.appendChild(inside.createElement('div'))).before(holder)
            tell()
        } })
        if (!hasFocus) return
        frame.current!.focus()
        inside.body.focus()
    }
    const url = (blob: Blob) => {
        const made = URL.createObjectURL(blob)
        urls.current.push(made)
        return made
    }
    const tell = () => {
        const sent = leaving(frame.current!.contentDocument!.body.innerHTML)
        callbacks.current.onChange(sent, textOfHtml(sent))
    }
    const run = (command: string, value?: string) => {
        const inside = frame.current!.contentDocument!
        inside.body.focus()
        inside.execCommand(command, false, value)
        tell()
    }
    return <div class="editor">
        <Tools words={words} run={run} />
        <iframe ref={frame} title={words.compose.body} sandbox={SANDBOX} srcdoc={first.current} onLoad={begin} />
    </div>
}

function documentOf(html: string): string {
    return `<!doctype html><html><head><meta http-equiv="Content-Security-Policy" content="${POLICY}"><style>${LOOK}</style></head><body>${html}</body></html>`
}

interface Callbacks { onChange: Props['onChange'], onFiles: Props['onFiles'], onKeyDown: Props['onKeyDown'] }

function listen(inside: Document, callbacks: () => Callbacks, tell: () => void): void {
    inside.addEventListener('input', tell)
    inside.addEventListener('keydown', event => callbacks().onKeyDown(event))
    inside.addEventListener('paste', event => {
        const data = event.clipboardData
        if (!data) return
        event.preventDefault()
        take(data, inside, callbacks, tell)
    })
    // what is moved about in the text is moved by the browser, which can undo it
    let isOwn = false
    inside.addEventListener('dragstart', () => { isOwn = true })
    inside.addEventListener('dragend', () => { isOwn = false })
    inside.addEventListener('dragover', event => { if (!isOwn) event.preventDefault() })
    inside.addEventListener('drop', event => {
        if (isOwn || !event.dataTransfer) return
        event.preventDefault()
        goTo(inside, event.clientX, event.clientY)
        take(event.dataTransfer, inside, callbacks, tell)
    })
    inside.addEventListener('click', event => { if ((event.target as Element).closest?.('a')) event.preventDefault() })
}

/** What was pasted or dropped, where the caret is: files are attached, all else is cleaned. */
function take(data: DataTransfer, inside: Document, callbacks: () => Callbacks, tell: () => void): void {
    const files = [...data.files]
    if (files.length > 0) return callbacks().onFiles(files)
    const html = data.getData('text/html')
    const text = data.getData('text/plain')
    const link = data.getData('text/uri-list').split(/\r?\n/).find(line => /^(https?|mailto):/i.test(line))
    if (html !== '') inside.execCommand('insertHTML', false, harmless(pasted(html)))
    else if (link !== undefined) inside.execCommand('insertHTML', false, harmless(pasted(`<a href="${escaped(link)}">${escaped(link)}</a>`)))
    else if (text !== '') inside.execCommand('insertText', false, text)
    tell()
}

/** The caret goes to what is at a point of the window; beside all text it stays where it is. */
function goTo(inside: Document, x: number, y: number): void {
    inside.body.focus()
    const place = caretAt(inside, x, y)
    const selection = inside.getSelection()
    if (!place || !selection || !inside.body.contains(place.node)) return
    selection.collapse(place.node, place.offset)
}

/** Browsers have two names for it. */
function caretAt(inside: Document, x: number, y: number): { node: Node, offset: number } | undefined {
    const asked = inside as { caretPositionFromPoint?: Document['caretPositionFromPoint'], caretRangeFromPoint?: Document['caretRangeFromPoint'] }
    const position = asked.caretPositionFromPoint?.call(inside, x, y)
    if (position) return { node: position.offsetNode, offset: position.offset }
    const range = asked.caretRangeFromPoint?.call(inside, x, y)
    return range ? { node: range.startContainer, offset: range.startOffset } : undefined
}

function Tools({ words, run }: { words: Messages, run: (command: string, value?: string) => void }) {
    const linking = useSignal(false)
    const { format } = words.compose
    const button = (command: string, name: string, shown: preact.ComponentChildren, value?: string) => <button type="button" class="icon-button" title={name}
        aria-label={name} onPointerDown={event => event.preventDefault()} onClick={() => run(command, value)}>{typeof shown === 'string' ? <span aria-hidden="true" data-sign={shown} /> : <span aria-hidden="true">{shown}</span>}</button>
    return <div class="tools" role="toolbar" aria-label={format.label}>
        {button('bold', format.bold, <b>B</b>)}
        {button('italic', format.italic, <i>I</i>)}
        {button('underline', format.underline, <u>U</u>)}
        {button('strikeThrough', format.strike, <s>S</s>)}
        {button('insertUnorderedList', format.bullets, '•')}
        {button('insertOrderedList', format.numbers, '1.')}
        {button('formatBlock', format.quote, '❝', 'blockquote')}
        {button('outdent', format.outdent, '⇤')}
        <button type="button" class="icon-button" title={format.link} aria-label={format.link} aria-expanded={linking.value}
            onPointerDown={event => event.preventDefault()} onClick={() => { linking.value = !linking.value }}><Icon path="link" /></button>
        {button('removeFormat', format.clear, '⌫')}
        {linking.value && <form class="link" onSubmit={event => {
            event.preventDefault()
            const address = String(new FormData(event.currentTarget as HTMLFormElement).get('href')).trim()
            const href = /^(https?:|mailto:)/i.test(address) ? address : address.includes('@') ? `mailto:${address}` : `https://${address}`
            linking.value = false
            if (address !== '') run('createLink', href)
        }}><input name="href" type="text" aria-label={format.link} placeholder="https://" ref={one => one?.focus()} /><button>{format.insert}</button></form>}
    </div>
}
