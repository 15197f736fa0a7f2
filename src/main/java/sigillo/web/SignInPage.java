package sigillo.web;

import java.time.Duration;
import java.util.Optional;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.WebSignIn.Answer;

/** Address and password, then a code where one is wanted. Whatever is wrong looks alike. */
final class SignInPage implements Page {
    private final House house;
    private final Sessions sessions;

    SignInPage(House house, Sessions sessions) {
        this.house = house;
        this.sessions = sessions;
    }

    @Override public boolean isOpen() { return true; }

    @Override public Reply shown(Visit visit) {
        if (visit.session().isPresent()) return Reply.seeOther("/");
        return passwordPage(200, visit, Notice.of(visit), "");
    }

    @Override public Reply sent(Visit visit, Fields form) {
        return form.get("do").equals("code") ? code(visit, form) : password(visit, form);
    }

    private Reply password(Visit visit, Fields form) {
        var user = form.get("address").strip();
        var answer = house.signIn().byPassword(user, form.get("password"), Optional.of(visit.asked().client()));
        return switch (answer) {
            case Answer.In in -> in(visit, in);
            case Answer.CodeWanted(var continuation, _, _) -> codePage(200, visit, Optional.empty(), continuation);
            case Answer.Refused _ -> passwordPage(403, visit, wrong(visit, Text.SIGN_IN_REFUSED), user);
            case Answer.Slowed(var after) ->
                slowed(passwordPage(429, visit, wrong(visit, Text.SLOWED, seconds(after)), user), after);
        };
    }

    private Reply code(Visit visit, Fields form) {
        var continuation = form.get("continuation");
        var answer = house.signIn().code(continuation, form.get("code"), Optional.of(visit.asked().client()));
        return switch (answer) {
            case Answer.In in -> in(visit, in);
            case Answer.CodeWanted(var next, _, _) -> codePage(403, visit, wrong(visit, Text.CODE_WRONG), next);
            case Answer.Refused _ -> passwordPage(403, visit, wrong(visit, Text.CODE_REFUSED), "");
            case Answer.Slowed(var after) ->
                slowed(codePage(429, visit, wrong(visit, Text.SLOWED, seconds(after)), continuation), after);
        };
    }

    private Reply in(Visit visit, Answer.In in) {
        visit.session().ifPresent(sessions::end);
        return sessions.begin(visit.asked(), in.user(), in.unlocked(), in.kitToConfirm())
            .map(begun -> Site.signedIn(Reply.seeOther("/"), begun.secret()))
            .orElseGet(() -> passwordPage(503, visit, wrong(visit, Text.TOO_MANY_SESSIONS), ""));
    }

    // ---- the two pages ----

    private Reply passwordPage(int status, Visit visit, Optional<Html> note, String user) {
        return Layout.page(status, visit, Text.SIGN_IN, Layout.note(note), Layout.form(visit, "/sign-in", "password",
            Layout.address(visit, user, "autofocus"),
            Layout.password(visit), Layout.button(visit.say(Text.SIGN_IN))),
            Html.of("<p><a href=\"/forgot\">{}</a></p>\n", visit.say(Text.FORGOT)),
            Layout.hint(visit.say(Text.SIGN_IN_HINT, house.name())));
    }

    private Reply codePage(int status, Visit visit, Optional<Html> note, String continuation) {
        return Layout.page(status, visit, Text.CODE, Layout.note(note), Layout.form(visit, "/sign-in", "code",
            Layout.p(visit.say(Text.CODE_LONG)),
            Html.of("<input type=\"hidden\" name=\"continuation\" value=\"{}\">\n", continuation),
            Layout.code(visit, "autofocus"),
            Layout.button(visit.say(Text.SIGN_IN))),
            Html.of("<p><a href=\"/sign-in\">{}</a></p>\n", visit.say(Text.BEGIN_AGAIN)));
    }

    private static Optional<Html> wrong(Visit visit, Text text, Object... values) {
        return Optional.of(Layout.wrong(visit.say(text, values)));
    }

    private static Reply slowed(Reply reply, Duration after) {
        return reply.with("Retry-After", Long.toString(seconds(after)));
    }

    private static long seconds(Duration time) { return Math.max(1, time.toSeconds()); }
}
