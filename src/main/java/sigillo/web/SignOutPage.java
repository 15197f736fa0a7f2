package sigillo.web;

import sigillo.http.Fields;
import sigillo.http.Reply;

/** Ends the session; with {@code all}, every one of the account. */
final class SignOutPage implements Page {
    private final Sessions sessions;

    SignOutPage(Sessions sessions) { this.sessions = sessions; }

    @Override public boolean isBeforeKit() { return true; }

    @Override public Reply shown(Visit visit) { return Reply.seeOther("/"); }

    @Override public Reply sent(Visit visit, Fields form) {
        if (form.has("all")) sessions.endAllOf(visit.mine().user().account());
        else sessions.end(visit.mine());
        return Site.signedOut(Notice.SIGNED_OUT.at("/sign-in"));
    }
}
