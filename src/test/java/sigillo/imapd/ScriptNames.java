package sigillo.imapd;

import java.util.List;

/** The scripts of imaptest by name: what is played, or reported as skipped where they are absent. */
final class ScriptNames {
    private ScriptNames() {}

    static final List<String> ALL = List.of(
        "append-binary", "catenate", "catenate-multiappend", "close", "copy", "esearch-condstore", "esort",
        "expunge", "expunge2", "fetch", "fetch-binary-mime", "fetch-binary-mime-qp", "fetch-body",
        "fetch-body-message-rfc822", "fetch-body-mime", "fetch-bodystructure", "fetch-envelope", "id", "list",
        "listext", "logout", "mutf7", "notify", "pipeline", "pipeline-connections", "search-body",
        "search-context-update", "search-date", "search-flags", "search-header", "search-size", "select",
        "sort-addresses", "sort-arrival", "sort-date", "sort-partial", "sort-size", "sort-subject", "store",
        "subscribe", "thread", "thread-orderedsubject", "thread-orderedsubject2", "thread2", "thread3", "thread7",
        "thread8", "uidplus", "uidvalidity", "urlauth-binary");
}
