package sigillo.sieve;

/**
 * What is wrong with a script, in one sentence without a full stop.
 *
 * @param script the name of the included script in which it is; empty in the one that was given
 */
public record ScriptError(String script, Place place, String sentence) {
    @Override public String toString() {
        return (script.isEmpty() ? "" : "script " + script + ", ") + place + ": " + sentence;
    }
}
