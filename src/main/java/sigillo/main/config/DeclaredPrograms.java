package sigillo.main.config;

import java.util.ArrayList;
import java.util.List;
import sigillo.authorization.AuthorizationLimits;
import sigillo.authorization.AuthorizationSettings;
import sigillo.oauth.Client;
import sigillo.oauth.RedirectUri;

/** Which programs may ask owners to be let in. */
final class DeclaredPrograms {
    private static final Kind<String> ID = Kind.TEXT.where(text -> text.matches("[A-Za-z0-9._~-]{1,100}"),
        "a name of letters, digits, dots and hyphens would be right");
    private static final Kind<String> NAME = Kind.TEXT.where(text -> text.length() <= 60 && text.chars().noneMatch(Character::isISOControl),
        "a name of up to 60 characters would be right");
    private static final Kind<RedirectUri> REDIRECT = new Kind<>(RedirectUri::parse, RedirectUri::text,
        "an address such as \"http://127.0.0.1/\", \"https://app.example/back\" or \"org.example.mail:/back\" would be right");

    private DeclaredPrograms() {}

    static AuthorizationSettings settings(Section login) {
        boolean isOn = login.flag("oauth", true, """
            Whether programs are let in by OAuth 2: their owner says yes at a page of this server, and they never have his
            password (docs/signing-in.md).""");
        boolean registers = login.flag("oauth_registration", true, """
            Whether programs that are not named below may ask too (RFC 7591). They are kept nowhere; their owner sees the name
            that they give themselves.""");
        var clients = new ArrayList<Client>();
        for (var here : login.sections("program", "A program that may ask: id, name, redirects (none for one that shows a code).")) {
            here.begin("");
            var id = here.required("id", ID, "");
            var name = here.required("name", NAME, "");
            var redirects = here.list("redirects", REDIRECT, List.of(), "");
            here.end();
            boolean isTwice = id.filter(one -> clients.stream().anyMatch(other -> other.id().equals(one))).isPresent();
            if (isTwice) here.wrong("id", id.get() + " is there already");
            if (clients.size() == AuthorizationLimits.CLIENTS_MAX) here.wrong("id", "there are " + AuthorizationLimits.CLIENTS_MAX + " already");
            if (id.isPresent() && name.isPresent()) clients.add(new Client(id.get(), name.get(), redirects));
        }
        return new AuthorizationSettings(isOn, registers, clients);
    }
}
