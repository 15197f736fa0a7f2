package sigillo.web;

import java.util.List;
import sigillo.http.Fields;
import sigillo.http.Reply;

/**
 * The sessions of its owner at these pages: on which device, since when, last used when and from where; each ends here.
 */
final class SessionsPage implements Page {
    private static final String PATH = "/sessions";

    private final Sessions sessions;

    SessionsPage(Sessions sessions) { this.sessions = sessions; }

    @Override public Reply shown(Visit visit) {
        var his = sessions.of(visit.mine().user().account()).reversed();
        return Layout.page(visit, Text.SESSIONS, Layout.note(Notice.of(visit)), Layout.p(visit.say(Text.SESSIONS_WHAT)),
            Html.of("<ul class=\"list\">{}</ul>\n", his.stream().map(one -> item(visit, one)).toList()),
            his.size() > 1 ? others(visit) : Html.NONE);
    }

    private static Html item(Visit visit, Session session) {
        boolean isThis = session == visit.mine();
        var device = session.device().in(visit.speech());
        return Html.of("""
            <li class="card"><div><h2>{}{}</h2><p class="state">{} {}</p><p class="state">{} {} · {}</p></div>
            {}</li>
            """, device, isThis ? " (" + visit.say(Text.THIS_ONE) + ")" : "", visit.say(Text.SINCE),
            visit.speech().time(session.begunAt()), visit.say(Text.LAST_USED),
            visit.speech().time(session.lastUse().at()),
            session.lastUse().network().text(), isThis ? Html.NONE : signOut(visit, session, device));
    }

    private static Html signOut(Visit visit, Session session, String device) {
        return Html.of("""
            <form method="post" action="{}">{}<input type="hidden" name="do" value="end">\
            <input type="hidden" name="session" value="{}">\
            <button class="quiet" aria-label="{}">{}</button></form>
            """, PATH, visit.token(), session.name(), visit.say(Text.SIGN_OUT_ONE, device),
            visit.say(Text.SIGN_OUT_THERE));
    }

    /** What is done to all is asked for in a form of its own. */
    private static Html others(Visit visit) {
        return Html.join(List.of(Html.of("""
            <div class="row"><form method="post" action="{}">{}<button name="do" value="others">{}</button></form>
            """, PATH, visit.token(), visit.say(Text.SIGN_OUT_OTHERS)), Html.of("""
            <form method="post" action="/sign-out">{}\
            <button class="quiet" name="all" value="yes">{}</button></form></div>
            """, visit.token(), visit.say(Text.SIGN_OUT_ALL))));
    }

    @Override public Reply sent(Visit visit, Fields form) {
        switch (form.get("do")) {
            case "others" -> sessions.endOthers(visit.mine());
            case "end" -> sessions.end(visit.mine(), form.get("session"));
            default -> { return Reply.seeOther(PATH); }
        }
        return visit.mine().name().equals(form.get("session")) ? Site.signedOut(Notice.SIGNED_OUT.at("/sign-in"))
            : Notice.SESSION_ENDED.at(PATH);
    }
}
