package sigillo.main.config;

/** What is done to mail that aliases send on to others. */
final class DeclaredForwarding {
    private DeclaredForwarding() {}

    static Config.Forwarding settings(Section top) {
        var here = top.section("forwarding", "Mail that aliases send on to addresses elsewhere (docs/sending.md).");
        boolean srs = here.flag("srs", true, """
            Its sender becomes an address of the alias's domain, so that the receiver's SPF finds this server; what fails
            comes back through it.""");
        boolean arc = here.flag("arc", true,
            "It is sealed with what was found out when it came, for receivers who believe this server.");
        here.end();
        return new Config.Forwarding(srs, arc);
    }
}
