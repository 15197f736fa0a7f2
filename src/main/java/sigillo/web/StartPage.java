package sigillo.web;

import sigillo.http.Fields;
import sigillo.http.Reply;

/** The server's own address: mail, where the webmail is in this program. Else what there is. */
record StartPage(boolean hasMail, HomePage home) implements Page {
    static final String PATH = "/";

    @Override public boolean isOpen() { return hasMail; }

    /** Who has signed in, and not shown his recovery code, is asked for it here already. */
    @Override public boolean isBeforeKit() { return false; }

    @Override public Reply shown(Visit visit) { return hasMail ? Reply.seeOther(Webmail.PATH) : home.shown(visit); }

    @Override public Reply sent(Visit visit, Fields form) { return Reply.seeOther(PATH); }
}
