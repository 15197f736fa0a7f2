import { Pages } from './pages'
import { inWorker } from './stretching'

/**
 * The pages' own interface, by the session that mail is read with. `language`: of the page, for what the server says
 * in sentences.
 */
export function ownPages({ session, http }: { session: { username: string }, http: { signedIn: () => Record<string, string> } }, language?: string): Pages {
    return new Pages(session.username, () => ({ ...http.signedIn(), ...language === undefined ? {} : { 'Accept-Language': language } }), inWorker)
}
