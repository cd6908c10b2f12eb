// SPDX-License-Identifier: Apache-2.0
package io.concertim.view.mapping;

import static io.concertim.view.mapping.Facts.none;
import static io.concertim.view.mapping.Facts.standard;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.concertim.view.model.view.BilledId;
import io.concertim.view.model.view.NamePair;
import io.concertim.view.model.view.PairedId;
import io.concertim.view.model.view.Problem.Effect;
import io.concertim.view.model.view.Team;
import io.concertim.view.model.view.Template;
import io.concertim.view.model.view.User;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Teams, users and templates (semantics.md sections 2, 3 and 5). */
class TeamAndTemplateMappingTest {

  @Test
  @DisplayName("A19: a team has its period, cost and credits, and the account's credit")
  void aTeamIsShownAsThePortalShowsIt() {
    Team team = standard().account("a1", "7.50").map().team("t1");
    assertEquals(new BilledId("t1", "p1", "a1"), team.id());
    assertEquals(new NamePair("Team t1", "CM_Team_t1"), team.name());
    assertEquals("2024-01-01", team.periodStart());
    assertEquals("2024-01-31", team.periodEnd());
    assertEquals(1.5, team.cost());
    assertEquals(20.0, team.credits());
    assertEquals(new BigDecimal("7.50"), team.accountCredit());
  }

  @Test
  void aTeamWithoutAccountHasNoAccountCredit() {
    assertNull(none().team("t1", null, null).map().team("t1").accountCredit());
  }

  @Test
  @DisplayName("A21: a team has its users, but not root, who is not in the view")
  void aTeamHasItsUsers() {
    MappedView view = standard().user("u1", false, "t1").user("root", true, "t1").map();
    assertEquals(List.of(new PairedId("u1", null)), view.team("t1").members());
    assertEquals(
        List.of(
            new User(
                new PairedId("u1", null),
                new NamePair("u1", "CM_u1"),
                "User pulled from Concertim",
                "Full u1",
                "u1@x")),
        view.mapped().users());
  }

  @ParameterizedTest(name = "{0} vcpus take {1} units")
  @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4", "8, 4", "64, 4"})
  void aNewTemplateIsAsHighAsItsVcpusAsk(int vcpus, int height) {
    assertEquals(height, none().flavor("f", vcpus).map().template("f").height());
  }

  @Test
  void anUnknownFlavorBecomesATemplate() {
    assertEquals(
        new Template(
            new PairedId(null, "f"),
            new NamePair("name-f", "name-f"),
            "Template created from Cloud by Concertim Service",
            1024,
            10,
            2,
            2,
            null,
            false),
        none().flavor("f", 2).map().template("f"));
  }

  @Test
  void aFlavorWithoutDiskIsOfferedWithOneGigabyte() {
    MappedView view = none().flavor("f", "name", 1, 0).map();
    assertEquals(1, view.template("f").disk());
    assertEquals(Effect.ADJUSTED, view.effect("f"));
  }

  @Test
  void aFlavorWithTheNameOfATemplateIsOfferedUnderAnother() {
    MappedView view = none().tagged("volume", 2).flavor("f", "volume", 1, 10).map();
    assertEquals(new NamePair("volume-f", "volume-f"), view.template("f").name());
    assertEquals(Effect.ADJUSTED, view.effect("f"));
  }

  @Test
  @DisplayName("a flavor with the name of the portal's hidden template is offered under another")
  void aFlavorNamedRackIsOfferedUnderAnother() {
    MappedView view = none().flavor("f", "rack", 1, 10).map();
    assertEquals(new NamePair("rack-f", "rack-f"), view.template("f").name());
    assertEquals(Effect.ADJUSTED, view.effect("f"));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\u00A0", "\u3000", "\0"})
  void aFlavorWithABlankNameIsOfferedUnderAnother(String name) {
    MappedView view = none().flavor("f", name, 1, 10).map();
    assertEquals("flavor", view.template("f").name().cloud());
    assertEquals(Effect.ADJUSTED, view.effect("f"));
  }

  @Test
  void flavorsOfOneNameGetDifferentNames() {
    MappedView view = none().flavor("f1", "x", 1, 10).flavor("f2", "x", 1, 10).map();
    assertNotEquals(view.template("f1").name(), view.template("f2").name());
  }

  @Test
  @DisplayName("A12: another size is taken and reported, but is no update: it would never end")
  void anotherSizeIsNoUpdate() {
    MappedView view =
        none()
            .flavor("f", 8)
            .template(
                "tpl",
                t -> {
                  t.foreignId = "f";
                  t.height = 2;
                })
            .map();
    Template template = view.template("tpl");
    assertEquals(8, template.vcpus());
    assertEquals(2, template.height(), "the height that its devices have in the portal");
    assertFalse(template.updated());
    assertEquals(Effect.KEPT, view.effect("tpl"));
  }

  @Test
  void aTemplateWhoseFlavorIsGoneStays() {
    Template template = none().template("tpl", t -> t.foreignId = "f").map().template("tpl");
    assertEquals(new PairedId("tpl", "f"), template.id());
    assertFalse(template.updated());
  }

  @Test
  @DisplayName("B19: of two templates of one flavor the first follows it, and none is added")
  void ofTwoTemplatesOfOneFlavorTheFirstFollowsIt() {
    MappedView view =
        none()
            .flavor("f", 8)
            .template("tpl1", t -> t.foreignId = "f")
            .template("tpl2", t -> t.foreignId = "f")
            .map();
    assertEquals(2, view.mapped().templates().size());
    assertEquals(8, view.template("tpl1").vcpus());
    assertEquals(1, view.template("tpl2").vcpus());
  }

  @Test
  void aTaggedTemplateIsNotTouched() {
    Template template = standard().map().template("tpl-volume");
    assertEquals(new PairedId("tpl-volume", null), template.id());
    assertEquals("volume", template.tag());
    assertNull(template.ram());
    assertFalse(template.updated());
  }
}
