package sigillo.main.command;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import sigillo.admin.Request;
import sigillo.base.Address;

@Command(name = "masked", description = "Addresses that an account has made for somebody, which do not say whose they are.")
public final class MaskedCommand {
    private final Ask ask;

    public MaskedCommand(Ask ask) { this.ask = ask; }

    @Command(name = "add", description = "Makes a fresh one.")
    int add(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account,
            @Parameters(paramLabel = "NOTE", arity = "0..1", defaultValue = "", description = "For whom it is.") String note) {
        return ask.show(target, new Request.MakeMasked(account, note));
    }

    @Command(name = "list", description = "Lists those of an account, with who wrote first and when mail came last.")
    int list(@Mixin Target target, @Parameters(paramLabel = "ACCOUNT") Address account) {
        return ask.show(target, new Request.ListMasked(account));
    }

    @Command(name = "pause", description = "Its mail is refused until it is resumed.")
    int pause(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.ChangeMasked(address, Optional.of(true), Optional.empty()));
    }

    @Command(name = "resume", description = "It takes mail again.")
    int resume(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.ChangeMasked(address, Optional.of(false), Optional.empty()));
    }

    @Command(name = "note", description = "Says for whom it is.")
    int note(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address, @Parameters(paramLabel = "NOTE") String note) {
        return ask.show(target, new Request.ChangeMasked(address, Optional.empty(), Optional.of(note)));
    }

    @Command(name = "remove", description = "Deletes it for good: its mail is refused, and nobody ever gets it again.")
    int remove(@Mixin Target target, @Parameters(paramLabel = "ADDRESS") Address address) {
        return ask.show(target, new Request.RemoveMasked(address));
    }
}
