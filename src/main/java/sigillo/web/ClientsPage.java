package sigillo.web;

import java.util.Comparator;
import java.util.List;
import sigillo.clients.ClientPlay.Played;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.preflight.Result;
import sigillo.preflight.State;

/** What mail programs would find that are set up for an address of the owner's domain, each step green or with a sentence. */
final class ClientsPage implements Page {
    static final String PATH = "/mail-programs";
    /** In seconds, while nothing is known yet. */
    private static final int LOOK_AGAIN = 3;

    private final ClientsLook look;

    ClientsPage(ClientsLook look) { this.look = look; }

    @Override public Reply shown(Visit visit) {
        var domain = visit.mine().user().address().domain();
        return look.latest(domain).map(played -> page(visit, played)).orElseGet(() ->
            Layout.page(visit, Text.CLIENTS, Html.of("<p role=\"status\">{}</p>\n", visit.say(Text.CLIENTS_WAIT))).with("Refresh", LOOK_AGAIN + "; url=" + PATH));
    }

    @Override public Reply sent(Visit visit, Fields form) { return Reply.seeOther(PATH); }

    private static Reply page(Visit visit, List<Played> played) {
        return Layout.page(visit, Text.CLIENTS, Layout.p(visit.say(Text.CLIENTS_WHAT)), Html.join(played.stream().map(one -> card(visit, one)).toList()),
            Html.of("<p><a class=\"button\" href=\"/app-passwords\">{}</a></p>\n", visit.say(Text.APP_PASSWORDS)), Layout.hint(visit.say(Text.CLIENTS_AGAIN)));
    }

    /** Under its worst state. */
    private static Html card(Visit visit, Played played) {
        var worst = played.steps().stream().map(Result::state).max(Comparator.comparing(ClientsPage::weight)).orElse(State.UNKNOWN);
        return Html.of("<section class=\"card\"><h2>{} <span class=\"badge {}\">{}</span></h2>\n{}</section>\n", SetupBefore.say(visit, played.program()),
            SetupBefore.kind(worst), visit.say(SetupBefore.text(worst)), played.steps().stream().map(step -> StatusPage.line(visit, step)).toList());
    }

    private static int weight(State state) {
        return switch (state) {
            case FINE -> 0;
            case UNKNOWN -> 1;
            case WARNING -> 2;
            case WRONG -> 3;
        };
    }
}
