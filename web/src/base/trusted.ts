/**
 * Trusted Types: where text becomes a document or the name of a script, the browser takes nothing that was not passed
 * here. So each of those places says what it is about, and a place that nobody thought of is an error, not a hole.
 * Browsers without them take the text.
 */
interface Policy { createHTML(text: string): object, createScriptURL(url: string): object }
interface Factory { createPolicy(name: string, rules: { createHTML: (text: string) => string, createScriptURL: (url: string) => string }): Policy }

const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
/**
 * Also what the sanitiser parses goes through it: one of its own for each message would be too many. Undefined where
 * there are none.
 */
export const policy = factory?.createPolicy('sigillo', { createHTML: text => text, createScriptURL: own })

/** Only files of this server run, whatever a name says. */
function own(url: string): string {
    if (new URL(url, document.baseURI).origin !== location.origin) throw new TypeError('a script of others')
    return url
}

/**
 * What was made harmless before, or is read in a document of its own, in which nothing runs. It is a string wherever it
 * is read as one.
 */
export function harmless(html: string): string { return (policy?.createHTML(html) ?? html) as string }

/** The name of a script of ours, for workers. */
export function ownScript(url: string): string { return (policy?.createScriptURL(url) ?? url) as string }
