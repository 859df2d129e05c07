/* What every page loads. Pages work without it; it makes them quicker and kinder. */
import "@digdir/designsystemet-web/ds-error-summary";
import htmx from "htmx.org";
import { keepChosen } from "./js/choosing.js";
import { followTyping } from "./js/following.js";
import { keepTyped } from "./js/keeping.js";
import { closeMenus } from "./js/menus.js";
import { offerPrinting } from "./js/printing.js";
import { readAgainWhenReopened } from "./js/reopening.js";
import { searchQuickly } from "./js/quick-search.js";

window.htmx = htmx;
closeMenus();
keepTyped();
keepChosen();
followTyping();
offerPrinting();
readAgainWhenReopened();
searchQuickly();
document.addEventListener("htmx:afterSettle", offerPrinting);
