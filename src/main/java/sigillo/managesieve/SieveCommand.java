package sigillo.managesieve;

import java.util.Optional;
import sigillo.base.Bytes;

/** What a client may say: RFC 5804 section 2. Whether a name can be that of a script the session knows. */
public sealed interface SieveCommand {
    /** Section 2.1; the mechanism in upper case. */
    record Authenticate(String mechanism, Optional<SaslAnswer> initial) implements SieveCommand {
        @Override public String toString() { return "Authenticate[" + mechanism + "]"; }
    }

    /** Section 2.2 */
    record StartTls() implements SieveCommand {}

    /** Section 2.3 */
    record Logout() implements SieveCommand {}

    /** Section 2.4 */
    record Capability() implements SieveCommand {}

    /** Section 2.5; in octets. */
    record HaveSpace(String name, long size) implements SieveCommand {}

    /** Section 2.6 */
    record PutScript(String name, Bytes script) implements SieveCommand {}

    /** Section 2.7 */
    record ListScripts() implements SieveCommand {}

    /** Section 2.8; an empty name is none. */
    record SetActive(String name) implements SieveCommand {}

    /** Section 2.9 */
    record GetScript(String name) implements SieveCommand {}

    /** Section 2.10 */
    record DeleteScript(String name) implements SieveCommand {}

    /** Section 2.11 */
    record RenameScript(String from, String to) implements SieveCommand {}

    /** Section 2.12 */
    record CheckScript(Bytes script) implements SieveCommand {}

    /** Section 2.13 */
    record Noop(Optional<String> tag) implements SieveCommand {}

    /** Section 2.14.1 */
    record Unauthenticate() implements SieveCommand {}
}
