import type { EmailBodyPart } from '../jmap/types'

export type PreviewKind = 'image' | 'text' | 'pdf' | 'mail'
/** What is larger is saved, and not looked at. In octets. */
export const PREVIEW_OCTETS_MAX = 25_000_000

/** How a part can be looked at; undefined: it cannot. HTML and SVG are text here: nothing of them runs. */
export function previewKind({ type, name, size, blobId }: EmailBodyPart): PreviewKind | undefined {
    if (blobId === null || size > PREVIEW_OCTETS_MAX) return undefined
    const ending = /\.([a-z0-9]{1,8})$/i.exec(name ?? '')?.[1]?.toLowerCase() ?? ''
    if (/^image\/(png|gif|jpeg|webp|avif|bmp)$/.test(type)) return 'image'
    if (type === 'application/pdf' || type === 'application/octet-stream' && ending === 'pdf') return 'pdf'
    if (isMail(type)) return 'mail'
    const isText = type.startsWith('text/') || type === 'image/svg+xml' || /^application\/(json|xml|x-sh|javascript|x-yaml|toml)$/.test(type)
    return isText ? 'text' : undefined
}

/** RFC 2046 section 5.2.1, RFC 6532 section 3.7. */
export function isMail(type: string): boolean { return type === 'message/rfc822' || type === 'message/global' }
