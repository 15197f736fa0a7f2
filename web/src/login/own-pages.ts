import { Pages } from './pages'
import { inWorker } from './stretching'

/** The pages' own interface, by the session that mail is read with. */
export function ownPages({ session, http }: { session: { username: string }, http: { signedIn: () => Record<string, string> } }): Pages {
    return new Pages(session.username, () => http.signedIn(), inWorker)
}
