const PATHS = {
    star: 'M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z',
    clip: 'M11.5 4.5v6.2a3.5 3.5 0 0 1-7 0V4a2.3 2.3 0 0 1 4.6 0v6.3a1.1 1.1 0 0 1-2.3 0V5',
    archive: 'M2 3h12v3H2zM3 6v7.5h10V6M6.5 9h3',
    trash: 'M2.5 4.5h11M6 4.5V3h4v1.5M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4',
    reply: 'M6.5 4L2.5 8l4 4M3 8h6a4.5 4.5 0 0 1 4.5 4.5V13',
    replyAll: 'M8.5 4l-4 4 4 4M5.5 4l-4 4 4 4M5 8h5a3.8 3.8 0 0 1 4 4v1',
    forward: 'M9.5 4l4 4-4 4M13 8H7a4.5 4.5 0 0 0-4.5 4.5V13',
    more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
    mail: 'M2 3.5h12v9H2zM2 4l6 5 6-5',
    clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.5V8l2.5 1.5',
    folder: 'M2 4h4l1.5 2H14v7H2z',
    tag: 'M2 2.5h5.5L14 9l-5 5-6.5-6.5zM5 5.5h.01',
    junk: 'M5.3 2h5.4L14 5.3v5.4L10.7 14H5.3L2 10.7V5.3zM8 5v3.5M8 11h.01',
    write: 'M11 2.5l2.5 2.5L6 12.5l-3.3.8.8-3.3z',
    search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.3 10.3L14 14',
    close: 'M4 4l8 8M12 4l-8 8',
    back: 'M10 3L5 8l5 5',
    check: 'M3 8.5l3.5 3.5L13 5',
    gear: 'M8 5.7a2.3 2.3 0 1 0 0 4.6 2.3 2.3 0 0 0 0-4.6zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6L5 5M11 11l1.4 1.4M12.4 3.6L11 5M5 11l-1.4 1.4',
    link: 'M6.5 9.5l3-3M7 5l1.5-1.5a2.5 2.5 0 0 1 3.6 3.6L10.5 8.7M9 11l-1.5 1.5a2.5 2.5 0 0 1-3.6-3.6L5.5 7.3',
    lock: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
    unlocked: 'M4 7.5h8v6H4zM5.5 7.5V5a2.5 2.5 0 0 1 4.8-1',
    download: 'M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10',
}
export type IconName = keyof typeof PATHS

/** `name`: for those who do not see it; none where a text beside it says it. */
export function Icon({ path, name }: { path: IconName, name?: string }) {
    return <svg class={`icon icon-${path}`} viewBox="0 0 16 16" {...name ? { role: 'img', 'aria-label': name } : { 'aria-hidden': 'true' }}><path d={PATHS[path]} /></svg>
}

export function IconButton({ path, name, isPressed, onClick }: { path: IconName, name: string, isPressed?: boolean, onClick: () => void }) {
    return <button type="button" class="icon-button" title={name} aria-label={name} {...isPressed === undefined ? {} : { 'aria-pressed': isPressed }} onClick={onClick}><Icon path={path} /></button>
}
