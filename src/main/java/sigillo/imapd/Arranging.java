package sigillo.imapd;

import java.io.IOException;
import sigillo.account.MetaScan;
import sigillo.search.Progress;

/** What is done with the messages that a search has found before they are told, on the thread of the search. */
interface Arranging {
    Arranging NONE = (found, _, _) -> found;

    SearchResult arrange(SearchResult found, MetaScan metas, Progress progress) throws IOException;
}
