package sigillo.web;

import java.util.Optional;
import sigillo.base.Address;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.login.Passwords;
import sigillo.login.WebSignIn.Answer;
import sigillo.setup.HandOver;

/**
 * The first account of who wants a passkey and no passphrase of his own: one is made for him, for paper, and for the
 * time until browsers make passkeys here. His browser keeps the secret of the {@link HandOver}, so that he goes on
 * without typing it.
 */
final class SetupPasskey {
    static final String WAY = "passkey";
    private static final String COOKIE = "__Host-setup-passkey";

    private final SetupWork work;
    private final HandOver handOver;
    private final Site site;

    SetupPasskey(SetupWork work, HandOver handOver, Site site) {
        this.work = work;
        this.handOver = handOver;
        this.site = site;
    }

    // ---- the account ----

    /** How its owner signs in; the fields of a passphrase are hidden where scripts or styles can. */
    static Html choice(Visit visit) {
        return Html.of("""
            <fieldset><legend>{}</legend>
            <label class="choice"><input type="radio" name="way" value="passphrase" checked> {}</label>
            <label class="choice"><input type="radio" name="way" value="passkey"> {}</label></fieldset>
            """, visit.say(SetupText.WAY), visit.say(SetupText.WAY_PASSPHRASE), visit.say(SetupText.WAY_PASSKEY));
    }

    static boolean isChosen(Fields form) { return form.get("way").equals(WAY) && form.get("next").isEmpty(); }

    /** The passphrase that was made, before there is an account: whoever has seen it has not lost it with an answer. */
    Reply offered(Visit visit, Address address) {
        var left = new HandOver.Left(address, Passwords.fresh());
        var secret = handOver.leave(left);
        return Layout.page(visit, SetupText.ACCOUNT, SetupDoor.step(visit, work.progress(), work.progress().stage()),
            Layout.warn(Layout.p(visit.say(SetupText.MADE_NOW))), Html.of("""
            <section class="card">
            <dl><dt>{}</dt><dd>{}</dd><dt>{}</dt><dd>{}</dd></dl>
            <p class="secret">{}</p>
            <p class="hint">{}</p>
            </section>
            """, visit.say(Text.SERVER), site.house().name().name(), visit.say(Text.ADDRESS), address, left.passphrase(), visit.say(SetupText.MADE_WHAT)),
            Layout.form(visit, SetupDoor.PATH, "account", hidden("way", WAY), hidden("name", address.localPart()),
                hidden("next", left.passphrase()), hidden("again", left.passphrase()),
                Layout.button(visit.say(SetupText.KIT_ON_PAPER))))
            .with("Set-Cookie", COOKIE + "=" + secret + Site.ATTRIBUTES + "; Max-Age=" + HandOver.LASTS.toSeconds());
    }

    private static Html hidden(String name, String value) { return Html.of("<input type=\"hidden\" name=\"{}\" value=\"{}\">\n", name, value); }

    /** The account is there: who has typed a passphrase of his own wants no passkey now. */
    void isMade(Fields form) {
        if (!form.get("way").equals(WAY)) handOver.forget();
    }

    // ---- who goes on ----

    private Optional<HandOver.Left> left(Asked asked) {
        return asked.cookie(COOKIE).flatMap(handOver::open)
            .filter(one -> Optional.of(one.address()).equals(work.progress().owner()));
    }

    /** By the browser that was shown the passphrase; empty where that is not so, or does not let him in. */
    Optional<Reply> signedIn(Visit visit) {
        var left = left(visit.asked());
        if (left.isEmpty()) return Optional.empty();
        var answer = site.house().signIn()
            .byPassword(left.get().address().toString(), left.get().passphrase(), Optional.of(visit.asked().client()));
        if (!(answer instanceof Answer.In in)) return Optional.empty();
        return site.sessions().begin(visit.asked(), in.user(), in.unlocked(), in.kitToConfirm())
            .map(begun -> Site.signedIn(Reply.seeOther(SetupDoor.PATH), begun.secret()));
    }

    // ---- the passkey ----

    /** {@code isTrusted}: browsers believe the certificate; {@code isComing}: they will. */
    Html card(Visit visit, boolean isTrusted, boolean isComing) {
        if (!handOver.isThere()) return Html.NONE;
        var host = site.house().name().name();
        var said = isTrusted ? link(visit, host)
            : Layout.hint(visit.say(isComing ? SetupText.PASSKEY_WAITS : SetupText.PASSKEY_LATER, host));
        return Html.of("<section class=\"card\"><h2>{}</h2>{}</section>\n", visit.say(SetupText.PASSKEY), said);
    }

    private Html link(Visit visit, String host) {
        var secret = visit.asked().cookie(COOKIE).filter(one -> left(visit.asked()).isPresent());
        if (secret.isEmpty()) return Layout.p(visit.say(SetupText.PASSKEY_LATER, host));
        var port = visit.asked().host().replaceFirst("^(?:\\[[^\\]]*\\]|[^:]*)", "");
        return Html.of("<p>{}</p><p><a class=\"button\" href=\"https://{}{}{}#{}\">{}</a></p>",
            visit.say(SetupText.PASSKEY_LONG, host), host, port,
            FirstPasskey.PAGE_PATH, secret.get(), visit.say(SetupText.PASSKEY_MAKE));
    }
}
