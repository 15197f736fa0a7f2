package sigillo.web;

import java.util.List;
import java.util.Optional;
import sigillo.base.Address;
import sigillo.certificates.Shown;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.WebSignIn;
import sigillo.preflight.Reasons;
import sigillo.setup.DomainLook;
import sigillo.setup.Progress.Stage;
import sigillo.zone.Finding;
import sigillo.zone.ZoneFile;

/** The pages of set-up from the first account on: the account, DNS, and the wait until all is there. */
final class SetupAfter {
    private static final int LOOK_AGAIN = 4;
    private static final int WATCH_AGAIN = 20;

    private final SetupWork work;
    private final SetupLater later;
    private final Site site;
    private final SetupPasskey passkey;

    SetupAfter(SetupWork work, SetupLater later, Site site) {
        this.passkey = new SetupPasskey(work, work.progress().handOver(), site);
        this.work = work;
        this.later = later;
        this.site = site;
    }

    /** Also when it was made and a stop came before that was written down. */
    boolean hasAccount() {
        if (work.progress().stage().compareTo(Stage.ACCOUNT) > 0) return true;
        boolean isThere = work.progress().owner().flatMap(site.house().directory()::account).isPresent();
        if (isThere) work.progress().hasAccount();
        return isThere;
    }

    Reply shown(Visit visit) {
        if (visit.asked().path().equals(SetupDoor.ZONE_PATH)) return zone();
        return work.progress().stage() == Stage.WATCH ? watch(visit) : records(200, visit, Html.NONE, "");
    }

    Reply sent(Visit visit, Fields form) {
        return switch (form.get("do")) {
            case "by" -> records(200, visit, Html.NONE, SetupZone.chosen(form));
            case "publish" -> publish(visit, form);
            case "watch" -> watched();
            case "order" -> ordered(visit);
            case "to-records" -> {
                work.progress().at(Stage.RECORDS);
                yield Reply.seeOther(SetupDoor.PATH);
            }
            case "end" -> ended(visit);
            default -> Reply.seeOther(SetupDoor.PATH);
        };
    }

    private String domain() { return work.progress().domain().orElseThrow().display(); }

    private String host() { return site.house().name().name(); }

    /** Who chose a passkey, and has none yet. */
    Optional<Reply> signedIn(Visit visit) { return passkey.signedIn(visit); }

    // ---- the account ----

    Reply account(int status, Visit visit, Optional<Html> wrong) {
        return Layout.page(status, visit, SetupText.ACCOUNT, SetupDoor.step(visit, work.progress(), Stage.ACCOUNT), wrong.orElse(Html.NONE),
            Layout.form(visit, SetupDoor.PATH, "account", Layout.p(visit.say(SetupText.ACCOUNT_LONG)),
                Layout.field(visit.say(SetupText.NAME, domain()), "name", "text",
                    "required autofocus autocomplete=\"username\" maxlength=\"64\" autocapitalize=\"none\" spellcheck=\"false\""),
                SetupPasskey.choice(visit), Html.of("<div class=\"of-passphrase\">{}{}{}</div>\n",
                    Layout.field(visit.say(SetupText.PASSPHRASE), "next", "password",
                        "autocomplete=\"new-password\" minlength=\"12\" maxlength=\"1024\" aria-describedby=\"next-hint\""),
                    Html.of("<p class=\"hint\" id=\"next-hint\">{}</p>\n", visit.say(SetupText.PASSPHRASE_HINT)),
                    Layout.field(visit.say(SetupText.PASSPHRASE_AGAIN), "again", "password", "autocomplete=\"new-password\" maxlength=\"1024\"")),
                Layout.button(visit.say(SetupText.GO_ON))));
    }

    Reply made(Visit visit, Fields form) {
        var address = Address.parse(form.get("name").strip() + "@" + work.progress().domain().orElseThrow().name())
            .filter(one -> one.domain().equals(work.progress().domain().orElseThrow()));
        if (address.isEmpty()) return account(400, visit, Optional.of(Layout.wrong(visit.say(SetupText.NAME_WRONG))));
        if (SetupPasskey.isChosen(form)) return passkey.offered(visit, address.get());
        var unfit = Asking.newPassword(form.get("next"), form.get("again"));
        if (unfit.isPresent()) return account(400, visit, Optional.of(Layout.wrong(visit.say(unfit.get()))));
        work.progress().owner(address.get());
        return switch (later.account(address.get(), form.get("next"))) {
            case SetupLater.Made.Not(var why) -> account(409, visit, Optional.of(Layout.wrong(visit.say(SetupText.NOT_MADE, why))));
            case SetupLater.Made.Done(var code) -> {
                passkey.isMade(form);
                work.progress().hasAccount();
                yield signedIn(visit, address.get(), form.get("next"), kit(visit, code));
            }
        };
    }

    /** Whoever cannot be signed in now does so himself, on the next page. */
    private Reply signedIn(Visit visit, Address address, String password, Reply page) {
        var answer = site.house().signIn().byPassword(address.toString(), password, Optional.of(visit.asked().client()));
        if (!(answer instanceof WebSignIn.Answer.In in)) return page;
        return site.sessions().begin(visit.asked(), in.user(), in.unlocked(), in.kitToConfirm())
            .map(begun -> Site.signedIn(page, begun.secret())).orElse(page);
    }

    private Reply kit(Visit visit, String code) {
        return Layout.page(visit, Text.KIT, Layout.warn(Layout.p(visit.say(SetupText.KIT_NOW))), Html.of("""
            <section class="card">
            <h2>{}</h2>
            <dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>
            <p></p>
            <p class="secret">{}</p>
            <p class="hint">{}</p>
            </section>
            <div class="screen">{}<p><a class="button" href="{}">{}</a></p></div>
            """, visit.say(Text.KIT_TITLE), visit.say(Text.SERVER), host(), visit.say(Text.ADDRESS), work.progress().owner().orElseThrow(), code,
            visit.say(Text.KIT_KEEP), Layout.p(visit.say(Text.KIT_WHAT)), SetupDoor.PATH, visit.say(SetupText.KIT_ON_PAPER)));
    }

    // ---- DNS ----

    private Reply zone() {
        return later.records().map(all -> Reply.text(200, ZoneFile.of(all.stream().map(Finding::wanted).toList()))
            .with("Content-Disposition", "attachment; filename=\"" + work.progress().domain().orElseThrow().name() + ".zone\""))
            .orElseGet(() -> Reply.seeOther(SetupDoor.PATH));
    }

    private Reply records(int status, Visit visit, Html note, String by) {
        var found = later.records();
        if (found.isEmpty()) return SetupBefore.waiting(visit, SetupText.RECORDS, SetupText.RECORDS_WAIT, LOOK_AGAIN);
        var all = found.get();
        return Layout.page(status, visit, SetupText.RECORDS, SetupDoor.step(visit, work.progress(), Stage.RECORDS), note,
            Layout.p(visit.say(SetupText.RECORDS_LONG, domain())), SetupRecords.count(visit, all), SetupRecords.unasked(visit, all), SetupRecords.router(visit, host(), all),
            Html.of("<p class=\"row\"><a class=\"button\" href=\"{}\">{}</a> <a href=\"{}\">{}</a></p>\n",
                SetupDoor.PATH, visit.say(SetupText.LOOK_AGAIN), SetupDoor.ZONE_PATH, visit.say(SetupText.ZONE_FILE)),
            SetupRecords.cards(visit, all.stream().filter(one -> !one.isRight() && one.wanted().purpose().isNeeded()).toList()),
            SetupRecords.advised(visit, all), SetupRecords.right(visit, all),
            all.stream().allMatch(Finding::isRight) ? Html.NONE : publishing(visit, by), Layout.form(visit, SetupDoor.PATH, "watch", Layout.button(visit.say(SetupText.GO_ON))));
    }

    /** {@code by}: who was chosen: a provider, or {@link SetupZone#UPDATES}; empty before. */
    private Html publishing(Visit visit, String by) {
        if (!later.isZoneOurs() && by.isEmpty()) return SetupZone.choice(visit);
        return Layout.form(visit, SetupDoor.PATH, "publish", Layout.h2(visit.say(SetupText.PUBLISH)), Layout.p(visit.say(SetupText.PUBLISH_LONG)),
            later.isZoneOurs() ? Layout.p(visit.say(SetupText.PUBLISH_KNOWN)) : SetupZone.fields(visit, by),
            Html.of("<p><label class=\"choice\"><input type=\"checkbox\" name=\"mail\" value=\"here\"> {}</label></p>\n", visit.say(SetupText.TAKE_MAIL)),
            Layout.button(visit.say(SetupText.PUBLISH_NOW)));
    }

    private Reply publish(Visit visit, Fields form) {
        var way = later.isZoneOurs() ? Optional.<SetupLater.ZoneWay>empty() : SetupZone.way(form);
        if (way.isEmpty() && !later.isZoneOurs()) return records(400, visit, Layout.wrong(visit.say(SetupText.ZONE_KEY_WRONG)), SetupZone.chosen(form));
        return switch (later.publish(way, form.get("mail").equals("here"))) {
            case SetupLater.Published.Done(var records, var left) -> records(200, visit, Layout.done(visit.say(SetupText.PUBLISHED, records, left)), "");
            case SetupLater.Published.Not(var why) -> records(502, visit, Layout.wrong(visit.say(SetupText.NOT_PUBLISHED, why)), SetupZone.chosen(form));
        };
    }

    // ---- the wait ----

    private Reply watched() {
        work.progress().at(Stage.WATCH);
        later.watch();
        return Reply.seeOther(SetupDoor.PATH);
    }

    /** Once: a page that loads itself again asks for nothing more. */
    private Reply ordered(Visit visit) {
        if (work.progress().stage() != Stage.WATCH) return Reply.seeOther(SetupDoor.PATH);
        var why = later.orderAgain();
        return watch(visit, why.map(text -> Layout.wrong(visit.say(SetupText.NOT_ORDERED, SetupBefore.say(visit, Reasons.of(text))))).orElse(Layout.done(visit.say(SetupText.ORDERED))));
    }

    private Reply watch(Visit visit) { return watch(visit, Html.NONE); }

    private Reply watch(Visit visit, Html note) {
        return Layout.page(visit, SetupText.WATCH, SetupDoor.step(visit, work.progress(), Stage.WATCH), note, dns(visit), later.behind().map(one -> SetupRouter.card(visit, host(), one)).orElse(Html.NONE), certificate(visit), passkey(visit), test(visit),
            Layout.form(visit, SetupDoor.PATH, "end", Layout.p(visit.say(SetupText.END_LONG)),
                Layout.hint(visit.say(SetupText.WATCH_ELSEWHERE, host())), Layout.button(visit.say(SetupText.END))), SetupBefore.back(visit, "to-records"))
            .with("Refresh", WATCH_AGAIN + "; url=" + SetupDoor.PATH);
    }

    private Html dns(Visit visit) {
        var found = later.records();
        if (found.isEmpty()) return Layout.hint(visit.say(SetupText.RECORDS_WAIT));
        var unasked = SetupRecords.unasked(visit, DomainLook.amiss(found.get()));
        var amiss = DomainLook.amiss(found.get()).stream().filter(one -> one.fault() != Finding.Fault.UNKNOWN).toList();
        if (amiss.isEmpty() && !unasked.equals(Html.NONE)) return unasked;
        var behind = later.behind();
        if (amiss.isEmpty() && behind.filter(one -> one.named().isEmpty()).isPresent()) return Layout.warn(Layout.p(visit.say(SetupText.ROUTER_NAME_NOT, host())));
        if (amiss.isEmpty()) return Layout.done(visit.say(SetupText.WATCH_DNS));
        return Html.of("{}{}", Layout.warn(Layout.p(visit.say(SetupText.WATCH_DNS_NOT))), Html.join(List.of(SetupRecords.cards(visit, amiss), unasked)));
    }

    private Html certificate(Visit visit) {
        var shown = later.certificates();
        if (!shown.orders()) return Layout.hint(visit.say(SetupText.WATCH_CERTIFICATE_OWN));
        var had = had(shown);
        if (had.isPresent()) return Layout.done(visit.say(SetupText.WATCH_CERTIFICATE, host(), visit.speech().day(had.get().until())));
        return shown.failed().map(why -> failed(visit, shown, why))
            .orElseGet(() -> Layout.hint(visit.say(SetupText.WATCH_CERTIFICATE_WAIT, host())));
    }

    private static Html failed(Visit visit, Shown shown, String why) {
        var next = shown.nextTry()
            .map(at -> Html.of("<p class=\"hint\">{} {}. {}</p>\n", visit.say(SetupText.WATCH_CERTIFICATE_NEXT), visit.speech().time(at), visit.say(SetupText.WATCH_CERTIFICATE_NOW))).orElse(Html.NONE);
        return Html.of("{}{}{}", Layout.wrong(visit.say(SetupText.WATCH_CERTIFICATE_FAILED, SetupBefore.say(visit, Reasons.of(why)))), next,
            Layout.form(visit, SetupDoor.PATH, "order", Layout.button(visit.say(SetupText.ORDER_AGAIN))));
    }

    private Optional<Shown.Line> had(Shown shown) {
        return shown.served().stream().filter(line -> line.names().contains(host()) && shown.missing().isEmpty()).findFirst();
    }

    private Html passkey(Visit visit) {
        var shown = later.certificates();
        return passkey.card(visit, shown.orders() && had(shown).isPresent(), shown.orders());
    }

    private Html test(Visit visit) {
        var ask = Layout.p(visit.say(SetupText.WATCH_TEST, work.progress().owner().orElseThrow()));
        var came = later.messages() > 0 ? Layout.done(visit.say(SetupText.WATCH_CAME)) : Layout.hint(visit.say(SetupText.WATCH_NONE));
        return Html.of("<section class=\"card\">{}{}</section>\n", ask, came);
    }

    private Reply ended(Visit visit) {
        later.watch();
        work.progress().end();
        return Layout.page(visit, SetupText.ENDED, Layout.done(visit.say(SetupText.ENDED_LONG)), passkey(visit),
            Html.of("<p><a class=\"button\" href=\"/\">{}</a></p>\n", visit.say(Text.OVERVIEW)));
    }
}
