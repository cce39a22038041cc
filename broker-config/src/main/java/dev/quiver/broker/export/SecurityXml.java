package dev.quiver.broker.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.security.Role;

/** Rights as an element of {@code broker.xml}. */
final class SecurityXml {

  private static final Map<String, Predicate<Role>> PERMISSIONS = permissions();

  private SecurityXml() {}

  static String of(String match, Set<Role> roles) {
    StringBuilder xml = new StringBuilder("<security-setting match=\"" + match + "\">\n");
    rights(roles)
        .forEach(
            (permission, names) ->
                xml.append("    <permission type=\"")
                    .append(permission)
                    .append("\" roles=\"")
                    .append(names)
                    .append("\"/>\n"));
    return xml.append("  </security-setting>").toString();
  }

  /** The roles that have it, by permission. */
  static Map<String, String> rights(Set<Role> roles) {
    Map<String, String> rights = new LinkedHashMap<>();
    PERMISSIONS.forEach(
        (permission, has) -> {
          SortedSet<String> names =
              roles.stream()
                  .filter(has)
                  .map(Role::getName)
                  .collect(Collectors.toCollection(TreeSet::new));
          if (!names.isEmpty()) {
            rights.put(permission, String.join(", ", names));
          }
        });
    return rights;
  }

  private static Map<String, Predicate<Role>> permissions() {
    Map<String, Predicate<Role>> all = new LinkedHashMap<>();
    all.put("send", Role::isSend);
    all.put("consume", Role::isConsume);
    all.put("browse", Role::isBrowse);
    all.put("createAddress", Role::isCreateAddress);
    all.put("createDurableQueue", Role::isCreateDurableQueue);
    all.put("createNonDurableQueue", Role::isCreateNonDurableQueue);
    all.put("deleteAddress", Role::isDeleteAddress);
    all.put("deleteDurableQueue", Role::isDeleteDurableQueue);
    all.put("deleteNonDurableQueue", Role::isDeleteNonDurableQueue);
    all.put("manage", Role::isManage);
    all.put("view", Role::isView);
    all.put("edit", Role::isEdit);
    return all;
  }
}
