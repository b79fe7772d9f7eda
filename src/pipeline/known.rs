//! Which pages need not be made, because an earlier build of the same program made them of the same things.
//!
//! A key in two parts. `Ground` stands for everything that the page of any article may show beside its own file: data,
//! configuration, navigation, addresses, the day. A page's key adds its file, the commit that changed it, its template with all
//! that this uses, where its links lead and which of its words may be terms. Both are worked out from what `prepare` knows;
//! nothing is rendered. Pages that show the texts of other articles (sections, the home page, what we make ourselves) have no
//! key and are made each time.

use std::hash::Hash;
use std::sync::Arc;

use super::{Memos, Prepared};
use crate::memo::{Fingerprint, HashBytes, KeyHasher};
use crate::model::{Prose, Subject};
use crate::plan::Page;
use crate::render::articles::article_template;
use crate::render::changes::Changes;
use crate::render::component;
use crate::render::page;
use crate::source::Area;

/// What all pages of articles stand on.
#[derive(Clone, Copy)]
pub struct Ground(Fingerprint);

impl Prepared {
    /// The ground of this site.
    pub(super) fn ground(&self) -> Ground {
        let mut key = KeyHasher::default();
        let site = &self.site;
        // What articles say reaches other pages by navigation and addresses only.
        let is_article = |path: &str| path.ends_with(".md");
        // What a theme says reaches a page by the templates that the page uses.
        let is_theme = |area: Area| matches!(area, Area::Builtin | Area::Theme);
        let files = self.source.files().map(|(_, f)| f);
        for file in files.filter(|f| !is_theme(f.area) && !is_article(f.path.as_str())) {
            key.text(file.path.as_str());
            key.print(file.print);
        }
        let facts = self.source.facts();
        key.text(&site.title);
        key.text(&site.config.base_url.value);
        key.text(&facts.today.to_string());
        key.print(self.strings.print());
        // Of the side column; a page's own template stands for the header, too.
        key.print(self.theme.print_of("partials/side.html"));
        let mut bytes = HashBytes::default();
        (site.nav.nodes.len(), self.plan.pages.len()).hash(&mut bytes);
        for node in &site.nav.nodes {
            (&node.title, node.word, &node.to).hash(&mut bytes);
            (node.depth, node.end, node.parent).hash(&mut bytes);
        }
        for page in &self.plan.pages {
            (&page.subject, page.format, page.route.as_str()).hash(&mut bytes);
        }
        self.plan.terms.hash(&mut bytes);
        site.footer_links.hash(&mut bytes);
        for line in site.footer.iter().chain(&site.announcement) {
            prose(line, &mut bytes);
        }
        key.bytes(bytes.as_slice());
        Ground(key.finish())
    }

    /// What stands for all that the page of an article shows, and the ids on it; `None` for other pages.
    pub(super) fn page_key(
        &self,
        ground: Ground,
        page: &Page,
        memos: &Memos,
    ) -> Option<(Fingerprint, Vec<Arc<str>>)> {
        let Subject::Article(path) = &page.subject else {
            return None;
        };
        if page::kind(&self.press(memos), &page.subject) != "article" {
            return None;
        }
        let article = self.site.articles.get(path)?;
        let mut bytes = HashBytes::default();
        (path, page.format, page.route.as_str()).hash(&mut bytes);
        self.source.path(article.file).hash(&mut bytes);
        prose(&article.body, &mut bytes);
        let commit = Changes::new(&self.source, &self.site).commit(&page.subject);
        commit.map(|c| (&c.id, c.day)).hash(&mut bytes);
        let mut key = KeyHasher::default();
        key.print(ground.0);
        key.print(self.theme.print_of(&article_template(article)));
        for template in component::templates(&article.body.document) {
            key.print(self.theme.print_of(&template));
        }
        key.print(article.outline.print());
        key.bytes(bytes.as_slice());
        Some((key.finish(), article.outline.ids().cloned().collect()))
    }
}

/// A text, where its links lead, which of its words may be terms.
fn prose(prose: &Prose, bytes: &mut HashBytes) {
    (prose.print.0, prose.links.len(), prose.mentions.len()).hash(bytes);
    for link in &prose.links {
        (link.node, link.slot, &link.to).hash(bytes);
    }
    for mention in prose.mentions.iter() {
        (mention.first, mention.from, mention.last, mention.to).hash(bytes);
        (&mention.term, mention.section).hash(bytes);
    }
}
