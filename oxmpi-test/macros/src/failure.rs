//! An error of the macro's user, and how it becomes a compile error at the right place.

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// What is wrong, and where.
pub(crate) struct Failure {
    span: Span,
    message: String,
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into() }
    }

    /// `compile_error! { "message" }`, every token at the place of the error.
    pub(crate) fn compile_error(&self) -> TokenStream {
        let mut text = Literal::string(&self.message);
        text.set_span(self.span);
        let mut body = Group::new(Delimiter::Brace, TokenStream::from(TokenTree::from(text)));
        body.set_span(self.span);
        let mut bang = Punct::new('!', Spacing::Alone);
        bang.set_span(self.span);
        [TokenTree::from(Ident::new("compile_error", self.span)), bang.into(), body.into()].into_iter().collect()
    }
}
