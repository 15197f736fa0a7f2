package sigillo.web;

import sigillo.http.Fields;
import sigillo.http.Reply;

/** What is at one path. {@link Site} has looked at the session, where the form came from and its token. */
interface Page {

    /** Also for who is not signed in. */
    default boolean isOpen() { return false; }

    /** Also while the recovery kit is still to be confirmed. */
    default boolean isBeforeKit() { return isOpen(); }

    Reply shown(Visit visit);

    /** A form of this page was sent. */
    Reply sent(Visit visit, Fields form);
}
