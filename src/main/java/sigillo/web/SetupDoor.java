package sigillo.web;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import sigillo.base.NetworkTries;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.setup.Progress;
import sigillo.setup.Progress.Stage;

/**
 * The pages of set-up: who may see which, and which comes next. Who has not shown the code sees the field for it and
 * nothing else; once there is an account, its owner signs in. When the set-up has ended nothing is here.
 */
final class SetupDoor implements Answering {
    static final String PATH = "/setup";
    static final String ZONE_PATH = "/setup/zone";
    private static final String COOKIE = "__Host-setup";

    private final SetupWork work;
    private final NetworkTries tries;
    private final Optional<Site> site;
    private final SetupBefore before;
    private final Optional<SetupAfter> after;

    /** {@code site}: the pages of owners; empty while there are none. */
    SetupDoor(SetupWork work, InstantSource clock, Optional<Site> site) {
        this.work = work;
        this.tries = WebLimits.tries(clock);
        this.site = site;
        this.before = new SetupBefore(work);
        this.after = site.map(there -> new SetupAfter(work, work.later().orElseThrow(), there));
    }

    @Override public boolean has(String path) { return (path.equals(PATH) || path.equals(ZONE_PATH)) && work.isOpen(); }

    @Override public Reply answer(Asked asked) {
        boolean isKnown = asked.isRead() || asked.method() == Asked.Method.POST;
        if (!isKnown) return Reply.text(405, "").with("Allow", "GET, HEAD, POST");
        if (asked.query().has("lang") && asked.isRead()) return ChosenLanguage.switched(asked, PATH);
        var visit = site.map(there -> there.visit(asked)).orElseGet(() -> new Visit(asked, ChosenLanguage.of(asked), Optional.empty()));
        if (asked.isRead()) return shown(visit);
        if (!asked.hasType("application/x-www-form-urlencoded")) return Reply.text(415, "");
        var form = Fields.parse(new String(asked.body(), StandardCharsets.UTF_8));
        boolean hasToken = visit.session().map(session -> session.isFormToken(form.get("token"))).orElse(true);
        if (asked.isOurs() && hasToken) return sent(visit, form);
        return Layout.page(403, visit, Text.NOT_OURS, Layout.p(visit.say(Text.NOT_OURS_LONG)));
    }

    @Override public Admission admit(Asked asked) { return new Admission.Stranger(); }

    // ---- who ----

    /** Whether an account is there, or was just about to be. */
    private boolean isOwned() { return after.isPresent() && after.get().hasAccount(); }

    private boolean hasShownCode(Visit visit) {
        return visit.asked().cookie(COOKIE).filter(secret -> work.progress().isIn(secret)).isPresent();
    }

    private boolean isOwner(Visit visit) {
        return visit.session().filter(session -> Optional.of(session.user().address()).equals(work.progress().owner())).isPresent();
    }

    private Reply shown(Visit visit) {
        if (isOwned()) return isOwner(visit) ? ofOwner(visit) : after.orElseThrow().signedIn(visit).orElseGet(() -> Reply.seeOther("/sign-in?to=" + PATH));
        if (!hasShownCode(visit)) return codePage(200, visit, Optional.empty());
        return ofCode(visit);
    }

    private Reply ofOwner(Visit visit) {
        if (!visit.mine().isKitToConfirm()) return after.orElseThrow().shown(visit);
        Onward.at(visit.asked()).ifPresent(visit.mine()::goingTo);
        return Reply.seeOther("/kit");
    }

    private Reply ofCode(Visit visit) {
        return switch (work.progress().stage()) {
            case CHECK, NAMES, CERTIFICATE -> before.shown(visit);
            case ACCOUNT, RECORDS, WATCH, DONE -> after.map(pages -> pages.account(200, visit, Optional.empty())).orElseGet(() -> SetupBefore.begins(visit));
        };
    }

    private Reply sent(Visit visit, Fields form) {
        if (isOwned()) return isOwner(visit) && !visit.mine().isKitToConfirm() ? after.orElseThrow().sent(visit, form) : Reply.seeOther(PATH);
        if (!hasShownCode(visit)) return form.get("do").equals("code") ? code(visit, form) : Reply.seeOther(PATH);
        return switch (work.progress().stage()) {
            case CHECK, NAMES, CERTIFICATE -> before.sent(visit, form);
            case ACCOUNT -> form.get("do").equals("account") ? after.map(pages -> pages.made(visit, form)).orElseGet(() -> Reply.seeOther(PATH)) : Reply.seeOther(PATH);
            case RECORDS, WATCH, DONE -> Reply.seeOther(PATH);
        };
    }

    // ---- the code ----

    private static Reply codePage(int status, Visit visit, Optional<Sentence> wrong) {
        return Layout.page(status, visit, SetupText.TITLE, wrong.map(text -> Layout.wrong(visit.say(text))).orElse(Html.NONE),
            Layout.form(visit, PATH, "code", Layout.p(visit.say(SetupText.CODE_LONG)),
                Layout.field(visit.say(SetupText.CODE), "code", "text", "autofocus required autocomplete=\"off\" maxlength=\"40\""
                    + " autocapitalize=\"characters\" spellcheck=\"false\""),
                Layout.button(visit.say(SetupText.GO_ON))));
    }

    private Reply code(Visit visit, Fields form) {
        return switch (work.progress().show(form.get("code"))) {
            // the right one is let in however many others of its network were wrong: nobody keeps the owner out
            case WRONG -> tries.mayTry(visit.asked().client()) ? codePage(403, visit, Optional.of(SetupText.CODE_WRONG))
                : codePage(429, visit, Optional.of(SetupText.CODE_SLOWED));
            case SPENT -> codePage(403, visit, Optional.of(SetupText.CODE_SPENT));
            case RIGHT -> Reply.seeOther(PATH).with("Set-Cookie", COOKIE + "=" + work.progress().begin() + Site.ATTRIBUTES);
        };
    }

    /** Where a stage is among those that people see. */
    static Html step(Visit visit, Progress progress, Stage stage) {
        return Html.of("<p class=\"state\">{}</p>\n", visit.say(SetupText.STEP, stage.ordinal() + 1, Stage.DONE.ordinal()));
    }
}
