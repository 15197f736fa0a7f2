const PATHS = {
    star: 'M8 1.8l1.9 3.9 4.3.6-3.1 3 .7 4.3L8 11.6l-3.8 2 .7-4.3-3.1-3 4.3-.6z',
    clip: 'M11.5 4.5v6.2a3.5 3.5 0 0 1-7 0V4a2.3 2.3 0 0 1 4.6 0v6.3a1.1 1.1 0 0 1-2.3 0V5',
}

/** `name`: for those who do not see it. */
export function Icon({ path, name }: { path: keyof typeof PATHS, name: string }) {
    return <svg class={`icon ${path}`} viewBox="0 0 16 16" role="img" aria-label={name}><path d={PATHS[path]} /></svg>
}
