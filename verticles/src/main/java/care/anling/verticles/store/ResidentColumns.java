package care.anling.verticles.store;

import care.anling.core.common.ResidentId;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What of a resident is written, as the columns have it: sealed where it must be, with what it is found by. */
final class ResidentColumns {

    private final Vault vault;
    private final ResidentId resident;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private ResidentColumns(Vault vault, ResidentId resident) {
        this.vault = vault;
        this.resident = resident;
    }

    /** @param before name and pinyin as they stand, where there is such a resident */
    static Map<String, @Nullable Object> of(
            Vault vault, ResidentId resident, RegisterStore.Edit edit, Optional<Named> before) {
        ResidentColumns columns = new ResidentColumns(vault, resident);
        edit.fields().forEach(columns::add);
        columns.addPinyin(edit, before);
        return columns.values;
    }

    record Named(String name, String pinyin) {}

    /** A new name has a new sound, unless whoever writes it says how it is read. */
    private void addPinyin(RegisterStore.Edit edit, Optional<Named> before) {
        Optional<String> name = written(edit, ResidentField.NAME);
        Optional<String> said = written(edit, ResidentField.PINYIN).filter(text -> !text.isBlank());
        boolean renamed = name.isPresent() && !name.equals(before.map(Named::name));
        if (!renamed && !edit.fields().containsKey(ResidentField.PINYIN)) {
            return;
        }
        String called = name.or(() -> before.map(Named::name)).orElse("");
        String pinyin = said.orElseGet(() -> Pinyin.of(called));
        values.put("pinyin", pinyin);
        values.put("pinyin_keys", Pinyin.keys(called, pinyin));
    }

    private static Optional<String> written(RegisterStore.Edit edit, ResidentField field) {
        return edit.fields().getOrDefault(field, Optional.empty()).map(Object::toString);
    }

    private void add(ResidentField field, Optional<Object> value) {
        if (field == ResidentField.PHONE) {
            addPhone(value.map(Object::toString));
        } else if (field.isSealed()) {
            values.put(
                    field.column(),
                    value.flatMap(ResidentColumns::text)
                            .map(text -> seal(field, text))
                            .orElse(null));
        } else {
            values.put(field.column(), value.orElse(null));
        }
    }

    /** An empty list is none. */
    private static Optional<String> text(Object value) {
        if (value instanceof String[] list) {
            return list.length == 0
                    ? Optional.empty()
                    : Optional.of(new JsonArray(Arrays.asList((Object[]) list)).encode());
        }
        return Optional.of(value.toString());
    }

    private String seal(ResidentField field, String text) {
        return vault.seal(SealedTable.RESIDENTS.cell(field.column(), resident), text);
    }

    private void addPhone(Optional<String> written) {
        Optional<SealedPhone> phone = written.map(text -> SealedPhone.of(vault, SealedTable.RESIDENTS, resident, text));
        values.put("phone", phone.map(SealedPhone::sealed).orElse(null));
        values.put(
                "phone_hash",
                phone.flatMap(SealedPhone::hash).map(Buffer::buffer).orElse(null));
        values.put(
                "phone_tail",
                phone.flatMap(SealedPhone::tail).map(Buffer::buffer).orElse(null));
    }
}
