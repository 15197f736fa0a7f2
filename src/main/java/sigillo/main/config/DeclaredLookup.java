package sigillo.main.config;

import sigillo.correspondents.LookupSettings;

/** Where OpenPGP certificates of people elsewhere are looked for. */
final class DeclaredLookup {
    private DeclaredLookup() {}

    static LookupSettings settings(Section top) {
        var here = top.section("openpgp", """
            Where OpenPGP certificates of people elsewhere are looked for when somebody here writes to them, or asks for them
            (docs/keys.md). This server asks, never the browser.""");
        boolean isOutside = here.flag("look_up", true, "At the domain of who is written to (Web Key Directory).");
        var keyServer = here.maybe("key_server", Kind.DOMAIN,
            "Asked too where the domain has none: keys.openpgp.org, or another that speaks its protocol. It hears to whom people here write.");
        here.end();
        return new LookupSettings(isOutside, keyServer);
    }
}
