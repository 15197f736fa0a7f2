package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;
import sigillo.keyring.Level;

@Command(name = "invite", description = "Links by which people make their accounts themselves, with a passphrase that nobody else sees.")
public final class InviteCommand {
    private final Ask ask;

    public InviteCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Makes one and prints its link once, to be given to one person.")
    int add(@Mixin Target target,
            @Parameters(paramLabel = "ADDRESS|DOMAIN", description = "The address that he gets; or a domain: he chooses the name.") String to,
            @Option(names = "--quota", paramLabel = "SIZE", description = "What the account may hold. " + Sizes.WHAT) String quota,
            @Option(names = "--level", paramLabel = "LEVEL", description = AccountCommand.LEVELS) Level level,
            @Option(names = "--valid", paramLabel = "TIME", defaultValue = "7d", description = "Such as 12h or 7d, at most 60d. Default: 7d.") String valid,
            @Option(names = "--mail", paramLabel = "ADDRESS", description = "Sends the link there, from the domain's postmaster.") Address mail) {
        return ask.show(target, new Request.Invite(to, Optional.ofNullable(level), Sizes.limit(quota), hours(valid), Optional.ofNullable(mail)));
    }

    private static int hours(String valid) {
        boolean isOne = valid.matches("[1-9][0-9]{0,3}[hd]");
        if (!isOne) throw new Failure(valid + " is no time: 12h or 7d would be right");
        int count = Integer.parseInt(valid.substring(0, valid.length() - 1));
        return valid.endsWith("d") ? count * 24 : count;
    }

    @Command(name = "list", description = "Lists them, and who has used which.")
    int list(@Mixin Target target) { return ask.show(target, new Request.ListInvitations()); }

    @Command(name = "revoke", description = "Makes one void. An account that was made by it stays.")
    int revoke(@Mixin Target target, @Parameters(paramLabel = "NAME", description = "As list shows it.") String name) {
        return ask.show(target, new Request.RevokeInvitation(name));
    }
}
