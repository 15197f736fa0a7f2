package sigillo.sieve;

import java.util.Map;
import java.util.Optional;

/** Which tests of Pigeonhole are not run here, or come out otherwise, each with the reason. */
final class Otherwise {
    private Otherwise() {}

    private static final String OWN_EXTENSION = "an extension of Dovecot's own";
    private static final String METADATA = "we have no annotations in scripts: mboxmetadata and servermetadata, RFC 5490 section 4";
    private static final String COUNT = "how many errors one text has, and their words, is each program's own";
    private static final String SETTING = "a setting of Pigeonhole's; here it is a bound that does not change";
    private static final String MADE_TO_FAIL = "made to fail: it is run to see that nothing breaks";

    /** By how their names begin. */
    private static final Map<String, String> FILES = Map.of(
        "extensions/vnd.dovecot/", OWN_EXTENSION,
        "plugins/", OWN_EXTENSION,
        "extensions/metadata/", METADATA);

    private static final Map<String, String> TESTS = Map.ofEntries(
        Map.entry("comparators/i-unicode-casemap.svtest / compiles",
            "uses the comparator without require, which RFC 5228 section 2.7.3 asks for"),
        Map.entry("compile/errors.svtest / Parser errors (FIXME: count only)", COUNT),
        Map.entry("compile/errors.svtest / Header errors", COUNT),
        Map.entry("compile/errors.svtest / Address errors", COUNT),
        Map.entry("compile/errors.svtest / Stop errors (FIXME: count only)", COUNT),
        Map.entry("compile/errors.svtest / Outgoing address errors (FIXME: count only)",
            "we take UTF-8 in local parts, RFC 6531, and no local part that begins with a dot without quotes"),
        Map.entry("compile/errors.svtest / Typos", COUNT),
        Map.entry("execute/errors.svtest / Action limit", COUNT),
        Map.entry("execute/errors.svtest / Redirect limit", COUNT),
        Map.entry("extensions/body/text.svtest / Double Slash",
            "our parser of messages takes text/plain/stupid for text/plain"),
        Map.entry("extensions/body/text.svtest / Nested Search",
            "application/xhtml+xml is no text, RFC 5173 section 5.3"),
        Map.entry("extensions/editheader/errors.svtest / deleteheader :last without :index", COUNT),
        Map.entry("extensions/editheader/errors.svtest / Size limit", SETTING),
        Map.entry("extensions/editheader/protected.svtest / Configured protected", SETTING),
        Map.entry("extensions/editheader/protected.svtest / Configured forbid_add/forbid_delete", SETTING),
        Map.entry("extensions/enotify/encodeurl.svtest / :encodeurl variable size limit", SETTING),
        Map.entry("extensions/enotify/encodeurl.svtest / :encodeurl variable size limit UTF-8", SETTING),
        Map.entry("extensions/mime/errors.svtest / Extracttext - without foreverypart",
            "RFC 5703 section 7: an error where it is used outside of a loop, not where it is required"),
        Map.entry("extensions/regex/errors.svtest / Runtime errors",
            "an expression that is ill-formed when its variables are known matches nothing, and warns of nothing"),
        Map.entry("extensions/relational/errors.svtest / Syntax errors", COUNT),
        Map.entry("extensions/vacation/reply.svtest / Reply for any recipient",
            "RFC 5230 section 4.5: there is no answer to a message that does not name the owner"),
        Map.entry("failures/fuzz1.svtest / Flag changes between stores", MADE_TO_FAIL),
        Map.entry("failures/fuzz2.svtest / sometest", MADE_TO_FAIL),
        Map.entry("failures/fuzz3.svtest / (no name)", MADE_TO_FAIL),
        Map.entry("failures/fuzz4.svtest / compiles", MADE_TO_FAIL));

    static Optional<String> file(String name) {
        return FILES.entrySet().stream().filter(one -> name.startsWith(one.getKey())).map(Map.Entry::getValue)
            .findFirst();
    }

    static Optional<String> test(String file, String test) { return Optional.ofNullable(
        TESTS.get(file + " / " + test)); }
}
