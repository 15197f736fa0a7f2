package sigillo.account;

import java.io.IOException;
import java.util.*;
import sigillo.base.Octets;

record Content(Clues clues, byte[] meta) {
    static Content read(Octets message) throws IOException {
        return new Content(new Clues(Optional.empty(), List.of(), "", Optional.empty(), Set.of()), new byte[0]);
    }
}
